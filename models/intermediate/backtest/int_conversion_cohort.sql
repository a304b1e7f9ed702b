-- One row per person, on the first backtest day on which he was a lead and had not converted: each sale
-- counts once.
{{ config(materialized='view') }}

with

backtest as (

    select * from {{ ref('int_backtest') }}

),

conversion_cohort as (

    select
        scored_on,
        person_id,
        lead_id,
        segment,
        score,
        stage,
        is_disqualified,
        was_accepted,
        was_rejected,
        won_amount,
        has_converted,
        days_to_convert
    from backtest
    where day_number = 1

)

select * from conversion_cohort
