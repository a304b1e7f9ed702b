-- One row per rule of either rulebook: what became of it, and whom it moves on the latest day.

with

rules as (

    select * from {{ ref('int_compared_rules') }}

),

latest_day as (

    select * from {{ ref('int_latest_day') }}

),

rule_points as (

    select * from {{ ref('int_compared_rule_points') }}

),

moves as (

    select * from {{ ref('int_compared_moves') }}

),

points_by_rule as (

    select
        rule_points.rule_id,
        sum(case when rule_points.old_points <> 0 then 1 else 0 end) as old_people,
        sum(case when rule_points.new_points <> 0 then 1 else 0 end) as new_people,
        sum(case when rule_points.points_change <> 0 then 1 else 0 end) as changed_people,
        sum(rule_points.old_points) as old_points,
        sum(rule_points.new_points) as new_points
    from rule_points
    inner join latest_day
        on rule_points.scored_on = latest_day.scored_on
    group by rule_points.rule_id

),

moves_by_rule as (

    select
        moves.main_rule_id,
        sum(case when moves.movement = 'up' then 1 else 0 end) as people_up,
        sum(case when moves.movement = 'down' then 1 else 0 end) as people_down
    from moves
    inner join latest_day
        on moves.scored_on = latest_day.scored_on
    group by moves.main_rule_id

),

rulebook_diff_rules as (

    select
        rules.rule_id,
        rules.description,
        rules.rule_change,
        cast(coalesce(points_by_rule.old_people, 0) as bigint) as old_people,
        cast(coalesce(points_by_rule.new_people, 0) as bigint) as new_people,
        cast(coalesce(points_by_rule.changed_people, 0) as bigint) as changed_people,
        {{ amount('coalesce(points_by_rule.old_points, 0)') }} as old_points,
        {{ amount('coalesce(points_by_rule.new_points, 0)') }} as new_points,
        {{ amount('coalesce(points_by_rule.new_points - points_by_rule.old_points, 0)') }} as points_change,
        cast(coalesce(moves_by_rule.people_up, 0) as bigint) as people_up,
        cast(coalesce(moves_by_rule.people_down, 0) as bigint) as people_down
    from rules
    left join points_by_rule
        on rules.rule_id = points_by_rule.rule_id
    left join moves_by_rule
        on rules.rule_id = moves_by_rule.main_rule_id

)

select * from rulebook_diff_rules
