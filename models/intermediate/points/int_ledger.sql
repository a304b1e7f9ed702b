-- One row per scorecard, person, scoring day and rule that hit: what it gave, what it lost and to what.
{{ config(
    materialized='incremental', full_refresh=false, partition_by=partition_column('scored_on'),
    pre_hook=[
        pre_hook_delete("{{ delete_rescored_dates() }}"),
        pre_hook_delete("{{ delete_rescored_leads() }}"),
        pre_hook_delete("{{ delete_unwanted_dates() }}")
    ]
) }}

with

rule_points as (

    select * from {{ ref('int_rule_points') }}

),

group_caps as (

    select * from {{ ref('int_group_caps') }}

),

dates_this_run as (

    select * from {{ ref('int_dates_this_run') }}

),

capped as (

    select
        rule_points.*,
        coalesce(group_caps.group_cap_points, {{ amount('0') }}) as group_cap_points
    from rule_points
    left join group_caps
        on
            rule_points.scorecard = group_caps.scorecard
            and rule_points.scored_on = group_caps.scored_on
            and rule_points.person_id = group_caps.person_id
            and rule_points.rule_id = group_caps.rule_id

),

ledger as (

    select
        capped.scorecard,
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
        dates_this_run.is_kept
    from capped
    inner join dates_this_run
        on
            capped.scorecard = dates_this_run.scorecard
            and capped.scored_on = dates_this_run.scored_on

)

select * from ledger
