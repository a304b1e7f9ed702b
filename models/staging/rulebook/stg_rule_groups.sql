-- One row per rule group with its limits; null = no limit.

with

group_rows as (

    {{ seed_rows('rule_groups') }}

),

typed as (

    select
        scorecard,
        rule_group,
        {{ read_number('min_points') }} as min_points,
        {{ read_number('max_points') }} as max_points,
        description,
        row_number
    from group_rows

)

select * from typed
