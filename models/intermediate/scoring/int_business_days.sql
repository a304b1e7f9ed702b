-- One row per day on which something can be due: when sales begin, how long they work, and how long they
-- worked on all of these days before. No rows where the rulebook sets no business hours.

with

calendar_days as (

    select * from {{ ref('int_calendar_days') }}

),

business_hours as (

    select * from {{ ref('stg_business_hours') }}

),

weekly_hours as (

    select * from business_hours
    where weekday_number is not null

),

dated_hours as (

    select * from business_hours
    where on_date is not null

),

-- No row where the file has none.
opening as (

    select count(*) as weekdays
    from weekly_hours
    having count(*) > 0

),

open_days as (

    select
        calendar_days.day_on,
        case
            when dated_hours.on_date is null then weekly_hours.opens_minute
            else dated_hours.opens_minute
        end as opens_minute,
        coalesce(dated_hours.open_minutes, weekly_hours.open_minutes, 0) as open_minutes
    from calendar_days
    cross join opening
    left join weekly_hours
        on {{ weekday_number('calendar_days.day_on') }} = weekly_hours.weekday_number
    left join dated_hours
        on calendar_days.day_on = dated_hours.on_date

),

business_days as (

    select
        day_on,
        opens_minute,
        open_minutes,
        cast(
            sum(open_minutes) over (order by day_on rows unbounded preceding) - open_minutes as integer
        ) as minutes_before
    from open_days

)

select * from business_days
