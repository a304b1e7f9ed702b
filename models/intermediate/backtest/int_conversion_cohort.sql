-- One row per person, on the first backtest day on which he was a lead and had not converted: each sale
-- counts once.
{{ config(materialized='view') }}

with

conversion_cohort as (

    select * from {{ ref('int_backtest') }}
    where day_number = 1

)

select * from conversion_cohort
