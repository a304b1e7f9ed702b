-- One row per scorecard and decision of a person about one lead: out of the ranking, or straight to a stage.

with

override_rows as (

    {{ seed_rows('manual_overrides') }}

),

typed as (

    select
        scorecard,
        {{ join_texts(' ', ["'manual'", 'lead_id', 'lower(effect)', 'stage', 'valid_from']) }} as override_id,
        lead_id,
        lower(effect) as effect,
        stage,
        reason,
        coalesce({{ read_date('valid_from') }}, cast('0001-01-01' as date)) as valid_from,
        coalesce({{ read_date('valid_to') }}, cast('9999-12-31' as date)) as valid_to,
        set_by,
        file_name,
        row_number,
        is_filled_in
    from override_rows

)

select * from typed
