-- One row per challenger (scorecard), side and stage: how many of the people who were in it on a backtest day
-- converted. Each person counts once in a stage, on the first such day, so that a sale counts once.
{{ config(materialized='view') }}

with

backtest as (

    select * from {{ ref('int_compared_sides') }}
    where has_converted is not null

),

visits as (

    select
        scorecard,
        side,
        stage,
        has_converted,
        max(scored_on) over (partition by scorecard) as last_scored_on,
        row_number() over (partition by scorecard, side, stage, person_id order by scored_on) as visit_number
    from backtest

),

compared_close_rates as (

    select
        scorecard,
        side,
        stage,
        last_scored_on as scored_on,
        count(*) as people,
        sum(has_converted) as customers
    from visits
    where visit_number = 1
    group by scorecard, side, stage, last_scored_on

)

select * from compared_close_rates
