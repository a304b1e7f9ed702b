-- One row per scorecard and day on which something can be due: when sales begin, how long they work, and how
-- long they worked on all of these days before. No rows for a rulebook without business hours.

with

calendar_days as (

    select * from {{ ref('int_calendar_days') }}

),

business_hours as (

    select * from {{ ref('stg_business_hours') }}

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
