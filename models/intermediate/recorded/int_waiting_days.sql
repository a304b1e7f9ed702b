-- One row per day that the next run scores whole: this one has scored the most days it may (days_at_once).
{{ config(materialized='view') }}

with

wanted_days as (

    select * from {{ ref('int_wanted_days') }}

),

scored_days as (

    select * from {{ ref('int_scored_days') }}
    where scoring_version = '{{ scoring_version() }}'

),

waiting_days as (

    select wanted_days.scored_on
    from wanted_days
    left join scored_days
        on wanted_days.scored_on = scored_days.scored_on
    where
        scored_days.scored_on is null
        or (wanted_days.is_kept and not scored_days.is_kept)

)

select * from waiting_days
