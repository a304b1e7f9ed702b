-- One row per kept scoring day and person whose stage moves up or down and who has a rule that changed in
-- that direction: the rule that changed most.
{{ config(materialized='view') }}

with

compared_scores as (

    select * from {{ ref('int_compared_scores') }}

),

rule_points as (

    select * from {{ ref('int_compared_rule_points') }}

),

ranked as (

    select
        compared_scores.scored_on,
        compared_scores.person_id,
        rule_points.rule_id,
        row_number() over (
            partition by compared_scores.scored_on, compared_scores.person_id
            order by abs(rule_points.points_change) desc, {{ text_order('rule_points.rule_id') }} asc
        ) as rule_rank
    from compared_scores
    inner join rule_points
        on
            compared_scores.scored_on = rule_points.scored_on
            and compared_scores.person_id = rule_points.person_id
    where
        (compared_scores.movement = 'up' and rule_points.points_change > 0)
        or (compared_scores.movement = 'down' and rule_points.points_change < 0)

),

main_rules as (

    select
        scored_on,
        person_id,
        rule_id
    from ranked
    where rule_rank = 1

)

select * from main_rules
