-- One row per scorecard and day on which something can be due: when sales begin, how long they work, and how long they
-- worked on all of these days before. No rows for a rulebook without business hours.

with

business_hours as (

    select * from {{ ref('stg_business_hours') }}

),

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

),

open_scorecards as (

    select distinct scorecard
    from business_hours
    where weekday_number is not null

),

open_days as (

    select
        calendar_days.scorecard,
        calendar_days.day_on,
        case
            when dated_hours.on_date is null then weekly_hours.opens_minute
            else dated_hours.opens_minute
        end as opens_minute,
        coalesce(dated_hours.open_minutes, weekly_hours.open_minutes, 0) as open_minutes
    from calendar_days
    inner join open_scorecards
        on calendar_days.scorecard = open_scorecards.scorecard
    left join business_hours as weekly_hours
        on
            calendar_days.scorecard = weekly_hours.scorecard
            and {{ weekday_number('calendar_days.day_on') }} = weekly_hours.weekday_number
    left join business_hours as dated_hours
        on
            calendar_days.scorecard = dated_hours.scorecard
            and calendar_days.day_on = dated_hours.on_date

),

business_days as (

    select
        scorecard,
        day_on,
        opens_minute,
        open_minutes,
        cast(
            sum(open_minutes) over (partition by scorecard order by day_on rows unbounded preceding)
            - open_minutes as integer
        ) as minutes_before
    from open_days

)

select * from business_days
