-- One row per scorecard, person, scoring day and rule that hit: what this run wrote, by the names of person and rule,
-- and what earlier runs did.
{{ config(
    materialized='incremental', full_refresh=false, partition_by=partition_column('scored_on'),
    pre_hook=[
        pre_hook_delete("{{ delete_rescored_dates() }}"),
        pre_hook_delete("{{ delete_rescored_leads() }}"),
        pre_hook_delete("{{ delete_unwanted_dates() }}")
    ]
) }}

with

ledger_this_run as (

    select * from {{ ref('int_ledger_this_run') }}

),

people as (

    select * from {{ ref('int_people') }}

),

rules as (

    select * from {{ ref('stg_scoring_rules') }}

),

dates_this_run as (

    select * from {{ ref('int_dates_this_run') }}

),

ledger as (

    select
        people.scorecard,
        people.person_id,
        people.scored_on,
        rules.rule_id,
        rules.rule_group,
        rules.component,
        ledger_this_run.hits,
        ledger_this_run.base_points,
        ledger_this_run.daily_cap_points,
        ledger_this_run.decay_points,
        ledger_this_run.expiry_points,
        ledger_this_run.rule_cap_points,
        ledger_this_run.group_cap_points,
        ledger_this_run.points,
        dates_this_run.is_kept
    from ledger_this_run
    inner join people
        on ledger_this_run.person_day_key = people.person_day_key
    inner join rules
        on ledger_this_run.rule_number = rules.rule_number
    inner join dates_this_run
        on
            people.scorecard = dates_this_run.scorecard
            and people.scored_on = dates_this_run.scored_on

)

select * from ledger
