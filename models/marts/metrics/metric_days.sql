-- One row per day from the year of the first kept scoring day up to the latest one: the calendar that
-- MetricFlow joins metrics to.

with

kept_days as (

    select * from {{ ref('int_kept_days') }}

),

latest_day as (

    select * from {{ ref('int_latest_day') }}

),

-- No history is longer than the 10,000 days (27 years) that are counted back.
numbers as (

    {{ dbt.generate_series(10000) }}

),

days_back as (

    select cast(generated_number as integer) - 1 as days_back from numbers

),

first_day as (

    select cast({{ dbt.date_trunc('year', 'min(scored_on)') }} as date) as starts_on from kept_days

),

days as (

    select {{ add_days('latest_day.scored_on', '-days_back.days_back') }} as metric_day
    from latest_day
    cross join days_back

),

metric_days as (

    select days.metric_day
    from days
    inner join first_day
        on days.metric_day >= first_day.starts_on

)

select * from metric_days
