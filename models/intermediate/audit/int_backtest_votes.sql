-- One row per backtest day and person scored on it, with that day's part of the person's one vote. His days
-- resemble each other and are more where he does not buy; so they share one vote, and each person counts
-- once: the mean of drawing one day of each person (Williamson, Datta and Satten (2003), Biometrics 59,
-- 36-42).
{{ config(materialized='view') }}

with

backtest as (

    select * from {{ ref('int_backtest') }}

),

votes as (

    select
        scored_on,
        person_id,
        segment,
        has_converted,
        was_accepted,
        was_rejected,
        cast(
            1 / cast(count(*) over (partition by person_id) as {{ type_double() }})
            as {{ type_decimal(18, 12) }}
        ) as vote
    from backtest

)

select * from votes
