-- One row per rulebook (side), backtest day and person: score and stage under that rulebook, and whether he
-- converted.
{{ config(materialized='view') }}

with

backtest as (

    select * from {{ ref('int_backtest') }}

),

compared_sides as (

    select * from {{ ref('int_compared_sides') }}

),

compared_backtest as (

    select
        compared_sides.side,
        compared_sides.scored_on,
        compared_sides.person_id,
        compared_sides.score,
        compared_sides.stage,
        backtest.has_converted
    from backtest
    inner join compared_sides
        on
            backtest.scored_on = compared_sides.scored_on
            and backtest.person_id = compared_sides.person_id

)

select * from compared_backtest
