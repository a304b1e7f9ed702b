-- One row per scorecard, kept scoring day and number of follow_up_hours that a stage sets: when they are
-- over, for leads entering the stage on that day. Only business hours count, if the rulebook sets any.

with

business_days as (

    select * from {{ ref('int_business_days') }}

),

scoring_dates as (

    select * from {{ ref('int_scoring_dates') }}
    where is_kept

),

follow_ups as (

    select distinct
        scorecard,
        follow_up_hours,
        cast(round(follow_up_hours * 60) as integer) as follow_up_minutes
    from {{ ref('int_segment_stages') }}
    where follow_up_hours is not null

),

-- A day's score is known when the day is over: the hours run from the midnight after it.
started as (

    select
        scoring_dates.scorecard,
        scoring_dates.scored_on as entered_on,
        {{ add_days('scoring_dates.scored_on', 1) }} as starts_on,
        follow_ups.follow_up_hours,
        follow_ups.follow_up_minutes,
        business_days.minutes_before + follow_ups.follow_up_minutes as minutes_until_due
    from scoring_dates
    inner join follow_ups
        on scoring_dates.scorecard = follow_ups.scorecard
    left join business_days
        on
            scoring_dates.scorecard = business_days.scorecard
            and {{ add_days('scoring_dates.scored_on', 1) }} = business_days.day_on

),

-- An action without delay is due when sales begin; one that takes all of a day, when they end.
due_days as (

    select
        started.scorecard,
        started.entered_on,
        started.follow_up_hours,
        min(business_days.day_on) as due_on
    from started
    inner join business_days
        on
            started.scorecard = business_days.scorecard
            and started.starts_on <= business_days.day_on
            and started.minutes_until_due <= business_days.minutes_before + business_days.open_minutes
    where business_days.open_minutes > 0
    group by started.scorecard, started.entered_on, started.follow_up_hours

),

due_minutes as (

    select
        started.scorecard,
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
            started.scorecard = due_days.scorecard
            and started.entered_on = due_days.entered_on
            and started.follow_up_hours = due_days.follow_up_hours
    left join business_days
        on
            due_days.scorecard = business_days.scorecard
            and due_days.due_on = business_days.day_on

),

due_times as (

    select
        scorecard,
        entered_on,
        follow_up_hours,
        cast({{ dbt.dateadd('minute', 'due_minute', 'cast(due_on as timestamp)') }} as timestamp) as due_at
    from due_minutes

)

select * from due_times
