-- One row per scorecard, rule and segment ('*' = all that the rule is for): does the rule earn its points?
{% set with_verdict = '(counts.accepted_with + counts.rejected_with)' %}

with

point_estimates as (

    select * from {{ ref('int_rule_point_estimates') }}

),

rule_overlaps as (

    select * from {{ ref('int_rule_overlaps') }}

),

rule_flags as (

    select * from {{ ref('int_rule_flags') }}

),

{% set fresh_per_average
    = 'coalesce(flags.points / nullif(cast(counts.average_points as ' ~ type_double() ~ '), 0), 1)' %}
{% set whole_points = 'round(' ~ amount('estimates.worth_points * ' ~ fresh_per_average) ~ ', 0)' %}

measured as (

    select
        counts.scorecard,
        counts.rule_id,
        counts.segment,
        flags.component,
        flags.rule_group,
        flags.signal_type,
        flags.signal,
        flags.description,
        {{ amount('flags.points') }} as points,
        counts.people_with,
        counts.people_days_with,
        counts.leads,
        counts.leads_with,
        counts.leads_without,
        {{ share('counts.leads_with', 'counts.leads') }} as coverage,
        counts.conversions_with,
        counts.conversions_without,
        {{ rate_columns('close_rate_with', 'counts.conversions_with', 'counts.leads_with') }},
        {{ rate_columns('close_rate_without', 'counts.conversions_without', 'counts.leads_without') }},
        cast(
            counts.conversions_with / nullif(cast(counts.leads_with as {{ type_double() }}), 0)
            / nullif(
                (counts.conversions_with + counts.conversions_without)
                / cast(counts.leads as {{ type_double() }}), 0
            ) as {{ type_decimal(12, 6) }}
        ) as lift,
        estimates.log_odds,
        estimates.log_odds_low,
        estimates.log_odds_high,
        counts.average_points,
        estimates.worth_points,
        estimates.worth_points_low,
        estimates.worth_points_high,
        -- A fresh hit gives points, but on average, faded and capped, the rule gives average_points. No rule
        -- is turned round before the outcomes show that it points the wrong way, and none goes beyond a limit.
        cast(
            case
                when flags.direction = 0 and estimates.worth_points * flags.points < 0 then 0
                when {{ whole_points }} < flags.least_points then ceil(flags.least_points)
                when {{ whole_points }} > flags.most_points then floor(flags.most_points)
                else {{ whole_points }}
            end as bigint
        ) as suggested_points,
        counts.accepted_with,
        counts.rejected_with,
        {{ rate_columns('accepted_share_with', 'counts.accepted_with', with_verdict) }},
        {{ share('counts.accepted_without', '(counts.accepted_without + counts.rejected_without)') }}
            as accepted_share_without,
        rule_overlaps.overlapping_rule_id,
        rule_overlaps.overlap_share,
        counts.is_enough,
        flags.flag
    from {{ ref('int_rule_log_odds') }} as counts
    inner join rule_flags as flags
        on
            counts.scorecard = flags.scorecard
            and counts.rule_id = flags.rule_id
            and counts.segment = flags.segment
    left join point_estimates as estimates
        on
            counts.scorecard = estimates.scorecard
            and counts.rule_id = estimates.rule_id
            and counts.segment = estimates.segment
    left join rule_overlaps
        on
            counts.scorecard = rule_overlaps.scorecard
            and counts.rule_id = rule_overlaps.rule_id

),

rule_performance as (

    select
        *,
        {{ rule_advice() }} as advice
    from measured

)

select * from rule_performance
