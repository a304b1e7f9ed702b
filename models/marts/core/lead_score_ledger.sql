-- One row per person, scoring day and rule that hit: what it gave, what it lost and to what.

with

rule_points as (

    select * from {{ ref('int_rule_points') }}

),

group_limits as (

    select * from {{ ref('int_group_limits') }}

),

limited as (

    select
        rule_points.lead_id,
        rule_points.scored_on,
        rule_points.rule_id,
        rule_points.rule_group,
        rule_points.component,
        rule_points.hits,
        rule_points.base_points,
        rule_points.daily_cap_points,
        rule_points.decay_points,
        rule_points.rule_cap_points,
        rule_points.base_points + rule_points.daily_cap_points + rule_points.decay_points
        + rule_points.rule_cap_points as ungrouped_points,
        group_limits.kept_share
    from rule_points
    left join group_limits
        on
            rule_points.scored_on = group_limits.scored_on
            and rule_points.lead_id = group_limits.lead_id
            and rule_points.rule_group = group_limits.rule_group

),

scaled as (

    select
        limited.*,
        case
            when kept_share is null then {{ amount('0') }}
            else {{ amount('cast(ungrouped_points as ' ~ type_double() ~ ') * (kept_share - 1)') }}
        end as group_cap_points
    from limited

),

ledger as (

    select
        lead_id,
        scored_on,
        rule_id,
        rule_group,
        component,
        hits,
        base_points,
        daily_cap_points,
        decay_points,
        rule_cap_points,
        group_cap_points,
        {{ amount('ungrouped_points + group_cap_points') }} as points
    from scaled

)

select * from ledger
