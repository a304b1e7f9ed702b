-- One row per scorecard and rule, as it is in force on the latest day, else as it last was, and between what
-- its points may lie: its own limit and those of its group.
{{ config(materialized='view') }}

with

rules as (

    select * from {{ ref('stg_scoring_rules') }}

),

latest_dates as (

    select * from {{ ref('int_scoring_dates') }}
    where is_latest

),

ranked as (

    select
        rules.*,
        row_number() over (
            partition by rules.scorecard, rules.rule_id
            order by
                case when rules.valid_from <= latest_dates.scored_on then 0 else 1 end asc,
                rules.valid_from desc
        ) as version_rank
    from rules
    inner join latest_dates
        on rules.scorecard = latest_dates.scorecard

),

reviewed_rules as (

    select
        ranked.scorecard,
        ranked.rule_id,
        ranked.component,
        ranked.rule_group,
        ranked.signal_type,
        ranked.signal,
        ranked.points,
        case
            when ranked.max_points is null or -ranked.max_points < rule_groups.min_points
                then rule_groups.min_points
            else -ranked.max_points
        end as least_points,
        case
            when ranked.max_points is null or ranked.max_points > rule_groups.max_points
                then rule_groups.max_points
            else ranked.max_points
        end as most_points,
        ranked.description
    from ranked
    left join {{ ref('stg_rule_groups') }} as rule_groups
        on
            ranked.scorecard = rule_groups.scorecard
            and ranked.rule_group = rule_groups.rule_group
    where ranked.version_rank = 1

)

select * from reviewed_rules
