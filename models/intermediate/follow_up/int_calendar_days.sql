-- One row per scorecard and day from the first kept scoring day to a year after the last.
{{ config(materialized='view') }}

with

digits as (

    {% for digit in range(10) -%}
    select {{ digit }} as digit
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

-- More than 27 years of history.
numbers as (

    select ones.digit + 10 * tens.digit + 100 * hundreds.digit + 1000 * thousands.digit as day_number
    from digits as ones
    cross join digits as tens
    cross join digits as hundreds
    cross join digits as thousands

),

-- From the first kept scoring day to a year after the last.
spans as (

    select
        scorecard,
        min(scored_on) as first_on,
        {{ days_between('min(scored_on)', 'max(scored_on)') }} as days_between
    from {{ ref('int_scoring_dates') }}
    where is_kept
    group by scorecard

),

calendar_days as (

    select
        spans.scorecard,
        {{ add_days('spans.first_on', 'numbers.day_number') }} as day_on
    from spans
    inner join numbers
        on spans.days_between + 366 >= numbers.day_number

)

select * from calendar_days
