-- One row per person and day on which a report asks for his channel: the day he entered the cohort, the day
-- he became an MQL, and the latest day.
{{ config(materialized='view') }}

with

cohort as (

    select * from {{ ref('int_conversion_cohort') }}

),

mql_entries as (

    select * from {{ ref('int_mql_entries') }}

),

scored_people as (

    select * from {{ ref('int_scored_people') }}

),

latest_day as (

    select * from {{ ref('int_latest_day') }}

),

report_people as (

    select
        scored_on,
        person_id
    from cohort

    union distinct

    select
        entered_on as scored_on,
        person_id
    from mql_entries

    union distinct

    select
        scored_people.scored_on,
        scored_people.person_id
    from scored_people
    inner join latest_day
        on scored_people.scored_on = latest_day.scored_on

)

select * from report_people
