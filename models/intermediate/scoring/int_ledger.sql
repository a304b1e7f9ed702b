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
        group_limits.kept_share,
        group_limits.points_limit
    from rule_points
    left join group_limits
        on
            rule_points.scored_on = group_limits.scored_on
            and rule_points.lead_id = group_limits.lead_id
            and rule_points.rule_group = group_limits.rule_group

),

scaled as (

    select
        *,
        case
            when kept_share is null then {{ amount('0') }}
            else {{ amount('cast(ungrouped_points as ' ~ type_double() ~ ') * (kept_share - 1)') }}
        end as scaled_group_cap_points
    from limited

),

-- What rounding leaves between the sum of a limited group and its limit goes to its largest rule: a
-- lead that reaches 50 must not stay below a threshold of 50 for 0.00000001 points.
rounded as (

    select
        *,
        points_limit - sum(ungrouped_points + scaled_group_cap_points) over (
            partition by scored_on, lead_id, rule_group
        ) as rounding_points,
        row_number() over (
            partition by scored_on, lead_id, rule_group
            order by abs(ungrouped_points) desc, rule_id asc
        ) as size_rank
    from scaled

),

settled as (

    select
        *,
        {{ amount(
            'scaled_group_cap_points'
            ~ ' + case when points_limit is not null and size_rank = 1 then rounding_points else 0 end'
        ) }} as group_cap_points
    from rounded

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
    from settled

)

select * from ledger
