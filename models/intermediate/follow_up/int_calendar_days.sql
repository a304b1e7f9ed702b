-- One row per scorecard and day from the first kept scoring day to a year after the last.
{{ config(materialized='view') }}

with

-- More than 27 years of history.
numbers as (

    {{ whole_numbers(10000) | indent(4) }}

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
        {{ add_days('spans.first_on', 'numbers.number') }} as day_on
    from spans
    inner join numbers
        on spans.days_between + 366 >= numbers.number

)

select * from calendar_days
