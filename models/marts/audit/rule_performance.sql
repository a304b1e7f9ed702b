-- One row per rule and segment ('*' = all that the rule is for): does the rule earn its points?

with

audited_rules as (

    select * from {{ ref('int_audited_rules') }}

),

rule_log_odds as (

    select * from {{ ref('int_rule_log_odds') }}

),

rule_worth as (

    select * from {{ ref('int_rule_worth') }}

),

rule_overlaps as (

    select * from {{ ref('int_rule_overlaps') }}

),

rule_flags as (

    select * from {{ ref('int_rule_flags') }}

),

joined as (

    select
        audited_rules.component,
        audited_rules.rule_group,
        audited_rules.signal_type,
        audited_rules.signal,
        audited_rules.description,
        audited_rules.points,
        rule_log_odds.*,
        rule_worth.log_odds,
        rule_worth.log_odds_low,
        rule_worth.log_odds_high,
        rule_worth.worth_points,
        rule_worth.worth_points_low,
        rule_worth.worth_points_high,
        rule_overlaps.overlapping_rule_id,
        rule_overlaps.overlap_share,
        rule_flags.direction,
        rule_flags.flag
    from rule_log_odds
    inner join audited_rules
        on rule_log_odds.rule_id = audited_rules.rule_id
    inner join rule_flags
        on
            rule_log_odds.rule_id = rule_flags.rule_id
            and rule_log_odds.segment = rule_flags.segment
    left join rule_worth
        on
            rule_log_odds.rule_id = rule_worth.rule_id
            and rule_log_odds.segment = rule_worth.segment
    left join rule_overlaps
        on rule_log_odds.rule_id = rule_overlaps.rule_id

),

{% set fresh_per_average = 'coalesce(points / nullif(cast(average_points as ' ~ type_double() ~ '), 0), 1)' %}

measured as (

    select
        rule_id,
        segment,
        component,
        rule_group,
        signal_type,
        signal,
        description,
        {{ amount('points') }} as points,
        people_with,
        people_days_with,
        leads,
        leads_with,
        leads_without,
        {{ share('leads_with', 'leads') }} as coverage,
        conversions_with,
        conversions_without,
        {{ rate_columns('close_rate_with', 'conversions_with', 'leads_with') }},
        {{ rate_columns('close_rate_without', 'conversions_without', 'leads_without') }},
        cast(
            conversions_with / nullif(cast(leads_with as {{ type_double() }}), 0)
            / nullif((conversions_with + conversions_without) / cast(leads as {{ type_double() }}), 0)
            as {{ type_decimal(12, 6) }}
        ) as lift,
        log_odds,
        log_odds_low,
        log_odds_high,
        average_points,
        worth_points,
        worth_points_low,
        worth_points_high,
        -- A fresh hit gives points, but on average, faded and capped, the rule gives average_points. No rule
        -- is turned round before the outcomes show that it points the wrong way.
        case
            when direction = 0 and worth_points * points < 0 then 0
            else cast(round({{ amount('worth_points * ' ~ fresh_per_average) }}, 0) as bigint)
        end as suggested_points,
        accepted_with,
        rejected_with,
        {{ rate_columns('accepted_share_with', 'accepted_with', '(accepted_with + rejected_with)') }},
        {{ share('accepted_without', '(accepted_without + rejected_without)') }} as accepted_share_without,
        overlapping_rule_id,
        overlap_share,
        is_enough,
        flag
    from joined

),

rule_performance as (

    select
        *,
        {{ rule_advice() }} as advice
    from measured

)

select * from rule_performance
