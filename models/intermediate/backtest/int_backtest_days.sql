-- One row per report day whose conversion horizon is over: what came of its leads is known.
{{ config(materialized='view') }}

with

report_days as (

    select * from {{ ref('int_report_days') }}

),

latest_day as (

    select * from {{ ref('int_latest_day') }}

),

backtest_days as (

    select report_days.scored_on
    from report_days
    cross join latest_day
    where {{ add_days('report_days.scored_on', var('conversion_horizon_days')) }} <= latest_day.scored_on

)

select * from backtest_days
