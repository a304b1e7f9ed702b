-- One row per person of the backtest: the highest score he had on a backtest day on which he was not
-- disqualified, all before he bought, if he did. Null where he was disqualified throughout.

with

backtest as (

    select * from {{ ref('int_backtest') }}

),

first_backtest_day as (

    select min(scored_on) as first_scored_on from {{ ref('int_backtest_days') }}

),

person_peaks as (

    select
        backtest.person_id,
        max(case when not backtest.is_disqualified then backtest.score end) as peak_score,
        max(backtest.has_converted) as has_converted,
        -- His segment when he was new; each person is in one row of a report.
        max(case when backtest.day_number = 1 then backtest.segment end) as segment,
        min(backtest.scored_on) > min(first_backtest_day.first_scored_on) as is_new
    from backtest
    cross join first_backtest_day
    group by backtest.person_id

)

select * from person_peaks
