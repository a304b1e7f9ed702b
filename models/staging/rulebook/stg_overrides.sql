-- One row per override: what disqualifies a lead, or lifts it to a stage whatever its score.

with

override_rows as (

    {{ seed_rows('overrides') }}

),

typed as (

    select
        scorecard,
        override_id,
        lower(effect) as effect,
        stage,
        lower(coalesce(segment, '*')) as segment,
        lower(signal_type) as signal_type,
        lower(signal) as signal,
        lower(coalesce(field, 'asset')) as field,
        lower(coalesce(operator, 'any')) as operator,
        operand,
        {{ read_integer('within_days') }} as within_days,
        coalesce(reason, override_id) as reason,
        file_name,
        row_number,
        is_filled_in
    from override_rows

)

select * from typed
