-- One row per day whose people are compared with those of another: the month ends that history keeps, and the
-- latest day. Days on which somebody happened to run a build would make the steps uneven.
{{ config(materialized='view') }}

with

kept_days as (

    select * from {{ ref('int_kept_days') }}

),

latest_day as (

    select * from {{ ref('int_latest_day') }}

),

drift_days as (

    select kept_days.scored_on
    from kept_days
    cross join latest_day
    where
        kept_days.scored_on = latest_day.scored_on
        or (
            kept_days.scored_on < latest_day.scored_on
            and {{ add_days('kept_days.scored_on', 1) }}
            = cast({{ dbt.date_trunc('month', add_days('kept_days.scored_on', 1)) }} as date)
        )

)

select * from drift_days
