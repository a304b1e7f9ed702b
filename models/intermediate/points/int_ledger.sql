-- One row per scorecard, person, scoring day and rule that hit: what it gave, what it lost and to what. All rules of
-- a group beyond its limits shrink by the same factor; a group whose rules sum to 0 is not scaled.
{{ config(
    materialized='incremental', full_refresh=false, partition_by=partition_column('scored_on'),
    pre_hook=[
        pre_hook_delete("{{ delete_rescored_dates() }}"),
        pre_hook_delete("{{ delete_rescored_leads() }}"),
        pre_hook_delete("{{ delete_unwanted_dates() }}")
    ]
) }}

{%- set group_key = 'scorecard, scored_on, person_id, rule_group' %}

with

rule_points as (

    select
        *,
        base_points + daily_cap_points + decay_points + rule_cap_points as ungrouped_points
    from {{ ref('int_rule_points') }}

),

rule_groups as (

    select * from {{ ref('stg_rule_groups') }}

),

dates_this_run as (

    select * from {{ ref('int_dates_this_run') }}

),

group_points as (

    select
        {{ group_key }},
        sum(ungrouped_points) as points
    from rule_points
    where rule_group is not null
    group by {{ group_key }}

),

limited_groups as (

    select
        group_points.*,
        case
            when group_points.points > rule_groups.max_points then rule_groups.max_points
            else rule_groups.min_points
        end as points_limit
    from group_points
    inner join rule_groups
        on
            group_points.scorecard = rule_groups.scorecard
            and group_points.rule_group = rule_groups.rule_group
    where
        group_points.points <> 0
        and (group_points.points > rule_groups.max_points or group_points.points < rule_groups.min_points)

),

scaled as (

    select
        rule_points.scorecard,
        rule_points.scored_on,
        rule_points.person_id,
        rule_points.rule_group,
        rule_points.rule_id,
        rule_points.ungrouped_points,
        limited_groups.points_limit,
        {{ amount(
            'cast(rule_points.ungrouped_points as ' ~ type_double() ~ ')'
            ~ ' * (limited_groups.points_limit / cast(limited_groups.points as ' ~ type_double() ~ ') - 1)'
        ) }} as scaled_cap_points
    from rule_points
    inner join limited_groups
        on
            {{ same_person_day('rule_points', 'limited_groups') }}
            and rule_points.rule_group = limited_groups.rule_group

),

-- What rounding leaves between the sum of a limited group and its limit goes to its largest rule: a person
-- who reaches 50 must not stay below a threshold of 50 for 0.00000001 points.
group_caps as (

    select
        *,
        {{ amount('points_limit') }} - {{ amount(
            'sum(ungrouped_points + scaled_cap_points) over (partition by ' ~ group_key ~ ')'
        ) }} as rounding_points,
        row_number() over (
            partition by {{ group_key }} order by abs(ungrouped_points) desc, {{ text_order('rule_id') }} asc
        ) as size_rank
    from scaled

),

capped as (

    select
        rule_points.*,
        {{ amount(
            'coalesce(group_caps.scaled_cap_points, 0)'
            ~ ' + case when group_caps.size_rank = 1 then group_caps.rounding_points else 0 end'
        ) }} as group_cap_points,
        dates_this_run.is_kept
    from rule_points
    inner join dates_this_run
        on
            rule_points.scorecard = dates_this_run.scorecard
            and rule_points.scored_on = dates_this_run.scored_on
    left join group_caps
        on
            {{ same_person_day('rule_points', 'group_caps') }}
            and rule_points.rule_id = group_caps.rule_id

),

ledger as (

    select
        scorecard,
        person_id,
        scored_on,
        rule_id,
        rule_group,
        component,
        hits,
        base_points,
        daily_cap_points,
        decay_points,
        expiry_points,
        rule_cap_points,
        group_cap_points,
        {{ amount(
            'base_points + daily_cap_points + decay_points + rule_cap_points + group_cap_points'
        ) }} as points,
        is_kept
    from capped

)

select * from ledger
