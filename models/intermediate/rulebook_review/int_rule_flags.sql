-- One row per scorecard, rule and segment ('*' = all that the rule is for): the rule as it is in force on the latest
-- day, else as it last was, between what its points may lie (its own limit and those of its group), and the first thing
-- wrong with it, if any.

with

rules as (

    select * from {{ ref('stg_scoring_rules') }}

),

latest_dates as (

    select * from {{ ref('int_scoring_dates') }}
    where is_latest

),

rule_groups as (

    select * from {{ ref('stg_rule_groups') }}

),

rule_log_odds as (

    select * from {{ ref('int_rule_log_odds') }}

),

point_estimates as (

    select * from {{ ref('int_rule_point_estimates') }}

),

versions as (

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

compared as (

    select
        rule_log_odds.scorecard,
        rule_log_odds.rule_id,
        rule_log_odds.segment,
        rule_log_odds.leads,
        rule_log_odds.people_days_with,
        rule_log_odds.leads_without,
        rule_log_odds.is_enough,
        versions.component,
        versions.rule_group,
        versions.signal_type,
        versions.signal,
        versions.points,
        case
            when versions.max_points is null or -versions.max_points < rule_groups.min_points
                then rule_groups.min_points
            else -versions.max_points
        end as least_points,
        case
            when versions.max_points is null or versions.max_points > rule_groups.max_points
                then rule_groups.max_points
            else versions.max_points
        end as most_points,
        versions.description,
        {{ rate_columns('rate_with', 'conversions_with', 'leads_with') }},
        {{ rate_columns('rate_without', 'conversions_without', 'leads_without') }},
        -- Upright, so that the same comparison serves rules that give points and rules that take them.
        case when versions.points < 0 then -1 else 1 end * rule_log_odds.average_points as size_given,
        case
            when versions.points < 0 then -point_estimates.worth_points_high
            else point_estimates.worth_points_low
        end as size_worth_low,
        case
            when versions.points < 0 then -point_estimates.worth_points_low
            else point_estimates.worth_points_high
        end as size_worth_high
    from rule_log_odds
    inner join versions
        on
            rule_log_odds.scorecard = versions.scorecard
            and rule_log_odds.rule_id = versions.rule_id
            and versions.version_rank = 1
    left join rule_groups
        on
            versions.scorecard = rule_groups.scorecard
            and versions.rule_group = rule_groups.rule_group
    left join point_estimates
        on
            rule_log_odds.scorecard = point_estimates.scorecard
            and rule_log_odds.rule_id = point_estimates.rule_id
            and rule_log_odds.segment = point_estimates.segment

),

-- Rates whose 95 % intervals do not even touch differ by more than chance explains among some hundred rules.
directed as (

    select
        *,
        case
            when not is_enough then 0
            when rate_with_low > rate_without_high then 1
            when rate_with_high < rate_without_low then -1
            else 0
        end as direction
    from compared

),

rule_flags as (

    select
        scorecard,
        rule_id,
        segment,
        component,
        rule_group,
        signal_type,
        signal,
        points,
        least_points,
        most_points,
        description,
        direction,
        case
            when leads < {{ var('min_group_size') }} then 'too_few'
            when people_days_with = 0 then 'never_fires'
            when leads_without = 0 then 'fires_for_all'
            when not is_enough then 'too_few'
            when direction * points < 0 then 'contradicted'
            when size_given > size_worth_high and signal in ('job_title', 'seniority', 'department')
                then 'overvalued_title'
            when size_given > size_worth_high and signal_type = 'event' then 'overvalued_action'
            when size_given > size_worth_high then 'overvalued'
            when size_worth_low > 0 and size_given < size_worth_low then 'undervalued'
            when direction = 0 then 'unproven'
            else 'ok'
        end as flag
    from directed

)

select * from rule_flags
