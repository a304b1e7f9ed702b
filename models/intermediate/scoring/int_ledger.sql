-- One row per person, scoring day and rule that hit: what it gave, what it lost and to what.
{{ config(
    materialized='incremental', full_refresh=false, partition_by=partition_column('scored_on'),
    pre_hook=[
        before_writing("{{ forget_whole_days() }}"),
        before_writing("{{ forget_touched_leads() }}"),
        before_writing("{{ forget_stray_days() }}")
    ]
) }}

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
        rule_points.expiry_points,
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
        points_limit - {{ amount(
            'sum(ungrouped_points + scaled_group_cap_points)'
            ~ ' over (partition by scored_on, lead_id, rule_group)'
        ) }} as rounding_points,
        row_number() over (
            partition by scored_on, lead_id, rule_group
            order by abs(ungrouped_points) desc, {{ text_order('rule_id') }} asc
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

scoring_days as (

    select * from {{ ref('int_scoring_days') }}

),

ledger as (

    select
        settled.lead_id,
        settled.scored_on,
        settled.rule_id,
        settled.rule_group,
        settled.component,
        settled.hits,
        settled.base_points,
        settled.daily_cap_points,
        settled.decay_points,
        settled.expiry_points,
        settled.rule_cap_points,
        settled.group_cap_points,
        {{ amount('settled.ungrouped_points + settled.group_cap_points') }} as points,
        scoring_days.is_kept
    from settled
    inner join scoring_days
        on settled.scored_on = scoring_days.scored_on

)

select * from ledger
-- A lead's rows lie together, for those who ask about one lead.
order by scored_on asc, lead_id asc
