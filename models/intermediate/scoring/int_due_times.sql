-- One row per kept scoring day and number of follow_up_hours that a stage sets: when they are over, for who
-- enters the stage on that day. Only business hours count, where the rulebook sets any.

with

business_days as (

    select * from {{ ref('int_business_days') }}

),

follow_ups as (

    select distinct
        follow_up_hours,
        cast(round(follow_up_hours * 60) as integer) as follow_up_minutes
    from {{ ref('int_segment_stages') }}
    where follow_up_hours is not null

),

-- A day's score is known when the day is over: the hours run from the midnight after it.
started as (

    select
        kept_days.scored_on as entered_on,
        {{ add_days('kept_days.scored_on', 1) }} as starts_on,
        follow_ups.follow_up_hours,
        follow_ups.follow_up_minutes,
        business_days.minutes_before + follow_ups.follow_up_minutes as minutes_until_due
    from {{ ref('int_kept_days') }} as kept_days
    cross join follow_ups
    left join business_days
        on {{ add_days('kept_days.scored_on', 1) }} = business_days.day_on

),

-- What is to be done in no time is due when sales begin; what takes all of a day, when they end.
due_days as (

    select
        started.entered_on,
        started.follow_up_hours,
        min(business_days.day_on) as due_on
    from started
    inner join business_days
        on
            started.starts_on <= business_days.day_on
            and started.minutes_until_due <= business_days.minutes_before + business_days.open_minutes
    where business_days.open_minutes > 0
    group by started.entered_on, started.follow_up_hours

),

due_minutes as (

    select
        started.entered_on,
        started.follow_up_hours,
        coalesce(due_days.due_on, started.starts_on) as due_on,
        case
            when started.minutes_until_due is null then started.follow_up_minutes
            else business_days.opens_minute + started.minutes_until_due - business_days.minutes_before
        end as due_minute
    from started
    left join due_days
        on
            started.entered_on = due_days.entered_on
            and started.follow_up_hours = due_days.follow_up_hours
    left join business_days
        on due_days.due_on = business_days.day_on

),

due_times as (

    select
        entered_on,
        follow_up_hours,
        cast({{ dbt.dateadd('minute', 'due_minute', 'cast(due_on as timestamp)') }} as timestamp) as due_at
    from due_minutes

)

select * from due_times
