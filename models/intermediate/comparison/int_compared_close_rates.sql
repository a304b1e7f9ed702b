-- One row per rulebook (side) and stage: of those who stood in it on a backtest day, how many converted. Of
-- each person the first such day counts, so that a sale counts once.

with

compared_backtest as (

    select * from {{ ref('int_compared_backtest') }}

),

visits as (

    select
        side,
        stage,
        has_converted,
        max(scored_on) over () as last_scored_on,
        row_number() over (partition by side, stage, person_id order by scored_on) as visit_number
    from compared_backtest

),

compared_close_rates as (

    select
        side,
        stage,
        last_scored_on as scored_on,
        count(*) as people,
        sum(has_converted) as customers
    from visits
    where visit_number = 1
    group by side, stage, last_scored_on

)

select * from compared_close_rates
