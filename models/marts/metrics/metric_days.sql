-- One row per day from the year of the first kept scoring day up to the latest one: the calendar that
-- MetricFlow joins metrics to.

with

date_limits as (

    select
        cast({{ dbt.date_trunc('year', 'min(case when is_kept then scored_on end)') }} as date) as first_day,
        max(case when is_latest then scored_on end) as latest_day
    from {{ ref('int_scoring_dates') }}

),

-- No history is longer than the 10,000 days (27 years) that are counted back.
numbers as (

    {{ dbt.generate_series(10000) }}

),

days_back as (

    select cast(generated_number as integer) - 1 as days_back from numbers

),

days as (

    select
        {{ add_days('date_limits.latest_day', '-days_back.days_back') }} as metric_day,
        date_limits.first_day
    from date_limits
    cross join days_back

),

metric_days as (

    select metric_day
    from days
    where metric_day >= first_day

)

select * from metric_days
