-- One row per challenger (scorecard) and rule of either side: whether it changed, and whom it moves on the
-- latest day.

with

challengers as (

    select * from {{ ref('int_challengers') }}

),

scoring_rules as (

    select * from {{ ref('stg_scoring_rules') }}

),

-- What a condition asks is part of the rules that name it.
condition_contents as (

    select
        scorecard,
        condition_id,
        {{ join_rows(row_content(['condition_key', 'min_hits', 'within_days']), ' and ') }} as content
    from {{ ref('stg_conditions') }}
    group by scorecard, condition_id

),

rule_points as (

    select * from {{ ref('int_compared_rule_points') }}
    where is_latest

),

rulebook_diff as (

    select * from {{ ref('rulebook_diff') }}

),

-- A rule may have several rows, in force one after another; it is the same if all of them are.
rule_rows as (

    select
        challengers.scorecard,
        scoring_rules.rule_id,
        scoring_rules.content,
        condition_contents.content as condition_content,
        max(case when challengers.side = 'new' then scoring_rules.description end) as new_description,
        max(case when challengers.side = 'old' then scoring_rules.description end) as old_description,
        max(case when challengers.side = 'new' then 1 else 0 end) as is_new,
        max(case when challengers.side = 'old' then 1 else 0 end) as is_old
    from challengers
    inner join scoring_rules
        on challengers.side_scorecard = scoring_rules.scorecard
    left join condition_contents
        on
            scoring_rules.scorecard = condition_contents.scorecard
            and scoring_rules.signal = condition_contents.condition_id
            and scoring_rules.signal_type = 'condition'
    group by challengers.scorecard, scoring_rules.rule_id, scoring_rules.content, condition_contents.content

),

rules as (

    select
        scorecard,
        rule_id,
        coalesce(max(new_description), max(old_description)) as description,
        case
            when max(is_old) = 0 then 'added'
            when max(is_new) = 0 then 'removed'
            when min(is_old * is_new) = 0 then 'edited'
            else 'same'
        end as rule_change
    from rule_rows
    group by scorecard, rule_id

),

points_by_rule as (

    select
        rule_points.scorecard,
        rule_points.rule_id,
        sum(case when rule_points.old_points <> 0 then 1 else 0 end) as old_people,
        sum(case when rule_points.new_points <> 0 then 1 else 0 end) as new_people,
        sum(case when rule_points.points_change <> 0 then 1 else 0 end) as changed_people,
        sum(rule_points.old_points) as old_points,
        sum(rule_points.new_points) as new_points,
        sum(case when rulebook_diff.movement = 'up' then 1 else 0 end) as people_up,
        sum(case when rulebook_diff.movement = 'down' then 1 else 0 end) as people_down
    from rule_points
    left join rulebook_diff
        on
            {{ same_person_day('rule_points', 'rulebook_diff') }}
            and rule_points.rule_id = rulebook_diff.main_rule_id
    group by rule_points.scorecard, rule_points.rule_id

),

rulebook_diff_rules as (

    select
        rules.scorecard,
        rules.rule_id,
        rules.description,
        rules.rule_change,
        {%- for people in ['old_people', 'new_people', 'changed_people'] %}
        cast(coalesce(points_by_rule.{{ people }}, 0) as bigint) as {{ people }},
        {%- endfor %}
        {{ amount('coalesce(points_by_rule.old_points, 0)') }} as old_points,
        {{ amount('coalesce(points_by_rule.new_points, 0)') }} as new_points,
        {{ amount('coalesce(points_by_rule.new_points - points_by_rule.old_points, 0)') }} as points_change,
        cast(coalesce(points_by_rule.people_up, 0) as bigint) as people_up,
        cast(coalesce(points_by_rule.people_down, 0) as bigint) as people_down
    from rules
    left join points_by_rule
        on
            rules.scorecard = points_by_rule.scorecard
            and rules.rule_id = points_by_rule.rule_id

)

select * from rulebook_diff_rules
