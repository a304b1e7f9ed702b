-- One row per scorecard, kept scoring day and number of follow_up_hours that a stage sets: when they are
-- over, for leads entering the stage on that day. Only business hours count, if the rulebook sets any.

with

business_days as (

    select * from {{ ref('int_business_days') }}

),

open_scorecards as (

    select distinct scorecard
    from business_days

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

-- A day's score is known when the day is over: the hours run from the midnight (UTC) after it.
starts as (

    select
        scorecard,
        scored_on,
        {{ day_is_over('scored_on') }} as starts_at
    from scoring_dates

),

-- That midnight may lie within the business hours of a team elsewhere.
opened as (

    select
        starts.scorecard,
        starts.scored_on,
        business_days.minutes_before,
        business_days.open_minutes,
        {{ minutes_between('business_days.opens_at', 'starts.starts_at') }} as minutes_since
    from starts
    inner join business_days
        on
            starts.scorecard = business_days.scorecard
            and starts.starts_at >= business_days.opens_at
    where business_days.open_minutes > 0

),

worked as (

    select
        scorecard,
        scored_on,
        max(minutes_before + least(open_minutes, minutes_since)) as minutes_worked
    from opened
    group by scorecard, scored_on

),

started as (

    select
        starts.scorecard,
        starts.scored_on as entered_on,
        starts.starts_at,
        follow_ups.follow_up_hours,
        follow_ups.follow_up_minutes,
        case
            when open_scorecards.scorecard is not null
                then coalesce(worked.minutes_worked, 0) + follow_ups.follow_up_minutes
        end as minutes_until_due
    from starts
    inner join follow_ups
        on starts.scorecard = follow_ups.scorecard
    left join open_scorecards
        on starts.scorecard = open_scorecards.scorecard
    left join worked
        on
            starts.scorecard = worked.scorecard
            and starts.scored_on = worked.scored_on

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
            and started.starts_at < business_days.closes_at
            and started.minutes_until_due <= business_days.minutes_before + business_days.open_minutes
    where business_days.open_minutes > 0
    group by started.scorecard, started.entered_on, started.follow_up_hours

),

due_times as (

    select
        started.scorecard,
        started.entered_on,
        started.follow_up_hours,
        case
            when started.minutes_until_due is null
                then {{ add_minutes('started.starts_at', 'started.follow_up_minutes') }}
            else
                {{ add_minutes(
                    'business_days.opens_at',
                    'started.minutes_until_due - business_days.minutes_before'
                ) }}
        end as due_at
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

)

select * from due_times
