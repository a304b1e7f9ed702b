-- One row per scorecard, person, scoring day and rule that hit: what it gave, what it lost and to what.
{{ config(materialized='view') }}

with

ledger as (

    select * from {{ ref('int_ledger') }}
    where is_kept

),

scored_people as (

    select * from {{ ref('int_scored_people') }}

),

lead_score_ledger as (

    select
        ledger.scorecard,
        ledger.person_id,
        scored_people.lead_id,
        ledger.scored_on,
        ledger.rule_id,
        ledger.rule_group,
        ledger.component,
        ledger.hits,
        ledger.base_points,
        ledger.daily_cap_points,
        ledger.decay_points,
        ledger.expiry_points,
        ledger.rule_cap_points,
        ledger.group_cap_points,
        ledger.points
    from ledger
    inner join scored_people
        on {{ same_person_day('ledger', 'scored_people') }}

)

select * from lead_score_ledger
