-- One row per person, scoring day and rule that hit: what it gave, what it lost and to what.
{{ config(materialized='view') }}

with

ledger as (

    select * from {{ ref('int_ledger') }}
    where is_kept

),

lead_score_ledger as (

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
        expiry_points,
        rule_cap_points,
        group_cap_points,
        points
    from ledger

)

select * from lead_score_ledger
