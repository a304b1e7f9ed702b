-- One row per day whose scores are wanted: the days that history keeps, and the day a week before the latest
-- one, which is scored for the change since then and not kept unless it is wanted anyway.
{{ config(materialized='view') }}

with

kept_days as (

    select scored_on from {{ ref('int_kept_days') }}

),

latest_day as (

    select * from {{ ref('int_latest_day') }}

),

week_before as (

    select {{ add_days('scored_on', -7) }} as scored_on from latest_day

),

wanted_days as (

    select
        scored_on,
        true as is_kept
    from kept_days

    union all

    select
        week_before.scored_on,
        false as is_kept
    from week_before
    left join kept_days
        on week_before.scored_on = kept_days.scored_on
    where kept_days.scored_on is null

)

select * from wanted_days
