-- One row per scorecard and day of the team on which something can be due: when work begins and ends, how long that
-- is, and how long it was on all of these days before. No rows for a rulebook without business hours.

with

calendar_days as (

    select
        *,
        cast(day_on as {{ dbt.type_string() }}) as day_text
    from {{ ref('int_calendar_days') }}

),

business_hours as (

    select * from {{ ref('stg_business_hours') }}

),

settings as (

    select * from {{ ref('stg_settings') }}

),

public_holidays as (

    select * from {{ ref('stg_public_holidays') }}

),

time_zone_spans as (

    select * from {{ ref('int_time_zone_spans') }}

),

open_scorecards as (

    select distinct scorecard
    from business_hours
    where weekday_number is not null

),

-- By the country and part of it that the settings name.
holidays as (

    select
        calendar_days.scorecard,
        calendar_days.day_on
    from calendar_days
    inner join settings
        on calendar_days.scorecard = settings.scorecard
    inner join public_holidays
        on
            upper(settings.holiday_country) = public_holidays.country
            and coalesce(upper(settings.holiday_subdivision), '') = coalesce(public_holidays.subdivision, '')
            and cast(substr(calendar_days.day_text, 1, 4) as integer) = public_holidays.in_year
    where {{ is_listed('substr(calendar_days.day_text, 6, 5)', 'public_holidays.month_days') }}

),

-- A date of its own goes before a holiday, and that before the day of the week.
local_hours as (

    select
        calendar_days.scorecard,
        calendar_days.day_on,
        case
            when dated_hours.on_date is not null then dated_hours.opens_minute
            when holidays.day_on is null then weekly_hours.opens_minute
        end as opens_minute,
        case
            when dated_hours.on_date is not null then dated_hours.open_minutes
            when holidays.day_on is null then weekly_hours.open_minutes
        end as open_minutes
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
    left join holidays
        on
            calendar_days.scorecard = holidays.scorecard
            and calendar_days.day_on = holidays.day_on

),

local_days as (

    select
        scorecard,
        day_on,
        {{ add_minutes('day_on', 'opens_minute') }} as opens_local_at,
        {{ add_minutes('day_on', 'opens_minute + open_minutes') }} as closes_local_at
    from local_hours

),

-- Each local time is counted with one offset, also where the clock shows it twice or never.
moments as (

    select
        local_days.scorecard,
        local_days.day_on,
        {{ add_minutes('local_days.opens_local_at', '-opening.utc_offset_minutes') }} as opens_at,
        {{ add_minutes('local_days.closes_local_at', '-closing.utc_offset_minutes') }} as closes_at
    from local_days
    left join time_zone_spans as opening
        on
            local_days.scorecard = opening.scorecard
            and local_days.opens_local_at >= opening.local_starts_at
            and local_days.opens_local_at < opening.local_ends_at
    left join time_zone_spans as closing
        on
            local_days.scorecard = closing.scorecard
            and local_days.closes_local_at >= closing.local_starts_at
            and local_days.closes_local_at < closing.local_ends_at

),

open_days as (

    select
        scorecard,
        day_on,
        case when closes_at > opens_at then opens_at end as opens_at,
        case when closes_at > opens_at then closes_at end as closes_at,
        case
            when closes_at > opens_at then {{ minutes_between('opens_at', 'closes_at') }}
            else 0
        end as open_minutes
    from moments

),

business_days as (

    select
        scorecard,
        day_on,
        opens_at,
        closes_at,
        open_minutes,
        cast(
            sum(open_minutes) over (partition by scorecard order by day_on rows unbounded preceding)
            - open_minutes as integer
        ) as minutes_before
    from open_days

)

select * from business_days
