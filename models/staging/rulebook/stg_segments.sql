-- One row per condition of a segment; the conditions of one segment combine with AND.

with

segment_rows as (

    {{ seed_rows('segments') }}

),

typed as (

    select
        scorecard,
        lower(segment) as segment,
        {{ read_number('priority') }} as priority,
        lower(attribute) as attribute,
        lower(coalesce(operator, 'any')) as operator,
        operand,
        file_name,
        row_number,
        is_filled_in
    from segment_rows

)

select * from typed
