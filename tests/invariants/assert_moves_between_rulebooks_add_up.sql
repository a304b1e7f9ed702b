-- Who moves because of points is counted with one rule, so the rules' counts add up to those of the matrix.
{{ config(enabled=var('compare_with', none) is not none) }}

with

by_rule as (

    select
        sum(people_up) as people_up,
        sum(people_down) as people_down
    from {{ ref('rulebook_diff_rules') }}

),

by_stage as (

    select
        coalesce(sum(case when movement = 'up' then people end), 0) as people_up,
        coalesce(sum(case when movement = 'down' then people end), 0) as people_down
    from {{ ref('rulebook_diff_stages') }}
    where cause = 'points'

)

select
    by_rule.people_up,
    by_stage.people_up as people_up_by_stage,
    by_rule.people_down,
    by_stage.people_down as people_down_by_stage
from by_rule
cross join by_stage
where
    by_rule.people_up <> by_stage.people_up
    or by_rule.people_down <> by_stage.people_down
