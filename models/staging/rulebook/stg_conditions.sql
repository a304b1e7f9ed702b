-- One row per part of a condition; the parts of one condition combine with AND.

with

condition_rows as (

    {{ seed_rows('conditions') }}

),

typed as (

    select
        scorecard,
        lower(condition_id) as condition_id,
        lower(signal_type) as signal_type,
        lower(signal) as signal,
        lower(coalesce(field, 'asset')) as field,
        lower(coalesce(operator, 'any')) as operator,
        operand,
        coalesce({{ read_integer('min_hits') }}, 1) as min_hits,
        {{ read_integer('within_days') }} as within_days,
        file_name,
        row_number,
        is_filled_in
    from condition_rows

),

conditions as (

    select
        *,
        {{ join_texts('@', ['signal_type', 'signal', 'field', 'operator', "coalesce(operand, '')"]) }} as condition_key
    from typed

)

select * from conditions
