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
        rule_points.scored_on,
        rule_points.person_id,
        rule_points.rule_id,
        rule_points.rule_group,
        rule_points.base_points + rule_points.daily_cap_points + rule_points.decay_points
        + rule_points.rule_cap_points as ungrouped_points,
        group_limits.kept_share,
        group_limits.points_limit
    from rule_points
    inner join group_limits
        on
            rule_points.scored_on = group_limits.scored_on
            and rule_points.person_id = group_limits.person_id
            and rule_points.rule_group = group_limits.rule_group

),

scaled as (

    select
        *,
        {{ amount('cast(ungrouped_points as ' ~ type_double() ~ ') * (kept_share - 1)') }}
            as scaled_cap_points
    from limited

),

-- What rounding leaves between the sum of a limited group and its limit goes to its largest rule: a
-- lead that reaches 50 must not stay below a threshold of 50 for 0.00000001 points.
rounded as (

    select
        *,
        points_limit - {{ amount(
            'sum(ungrouped_points + scaled_cap_points) over (partition by scored_on, person_id, rule_group)'
        ) }} as rounding_points,
        row_number() over (
            partition by scored_on, person_id, rule_group
            order by abs(ungrouped_points) desc, {{ text_order('rule_id') }} asc
        ) as size_rank
    from scaled

),

group_caps as (

    select
        scored_on,
        person_id,
        rule_id,
        {{ amount('scaled_cap_points + case when size_rank = 1 then rounding_points else 0 end') }}
            as group_cap_points
    from rounded

),

capped as (

    select
        rule_points.*,
        coalesce(group_caps.group_cap_points, {{ amount('0') }}) as group_cap_points
    from rule_points
    left join group_caps
        on
            rule_points.scored_on = group_caps.scored_on
            and rule_points.person_id = group_caps.person_id
            and rule_points.rule_id = group_caps.rule_id

),

scoring_days as (

    select * from {{ ref('int_scoring_days') }}

),

ledger as (

    select
        capped.person_id,
        capped.scored_on,
        capped.rule_id,
        capped.rule_group,
        capped.component,
        capped.hits,
        capped.base_points,
        capped.daily_cap_points,
        capped.decay_points,
        capped.expiry_points,
        capped.rule_cap_points,
        capped.group_cap_points,
        {{ amount(
            'capped.base_points + capped.daily_cap_points + capped.decay_points'
            ~ ' + capped.rule_cap_points + capped.group_cap_points'
        ) }} as points,
        scoring_days.is_kept
    from capped
    inner join scoring_days
        on capped.scored_on = scoring_days.scored_on

)

select * from ledger
-- A lead's rows lie together, for those who ask about one lead.
order by scored_on asc, person_id asc
