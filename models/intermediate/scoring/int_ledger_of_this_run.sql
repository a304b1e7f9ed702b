-- One row per person and day scored by this run, and rule that hit.
{{ config(materialized='view') }}

with

ledger as (

    select * from {{ ref('int_ledger') }}

),

people as (

    select * from {{ ref('int_people') }}

),

ledger_of_this_run as (

    select
        ledger.scored_on,
        ledger.person_id,
        ledger.rule_id,
        ledger.component,
        ledger.decay_points,
        ledger.points
    from people
    inner join ledger
        on
            people.scored_on = ledger.scored_on
            and people.person_id = ledger.person_id

)

select * from ledger_of_this_run
