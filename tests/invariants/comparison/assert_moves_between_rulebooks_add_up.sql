-- Challengers whose rules do not count all people who move because of points. Each of these people counts
-- with one rule, so the rules add up to the matrix of stages.

with

by_rule as (

    select
        scorecard,
        sum(people_up) as people_up,
        sum(people_down) as people_down
    from {{ ref('rulebook_diff_rules') }}
    group by scorecard

),

by_stage as (

    select
        scorecard,
        sum(case when cause = 'points' and movement = 'up' then people else 0 end) as people_up,
        sum(case when cause = 'points' and movement = 'down' then people else 0 end) as people_down
    from {{ ref('rulebook_diff_stages') }}
    group by scorecard

)

select
    by_stage.scorecard,
    by_rule.people_up,
    by_stage.people_up as people_up_by_stage,
    by_rule.people_down,
    by_stage.people_down as people_down_by_stage
from by_stage
left join by_rule
    on by_stage.scorecard = by_rule.scorecard
where
    by_rule.scorecard is null
    or by_rule.people_up <> by_stage.people_up
    or by_rule.people_down <> by_stage.people_down
