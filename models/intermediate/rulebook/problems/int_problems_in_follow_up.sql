-- One row per row of business_hours.csv, follow_up_actions.csv or owners.csv and reason why it cannot work.

with

business_hour_rows as (

    {{ seed_rows('business_hours') }}

),

longest as (

    select
        scorecard,
        max(follow_up_hours) as follow_up_hours
    from {{ ref('stg_stages') }}
    group by scorecard

),

checked_hours as (

    select
        *,
        count(*) over (partition by scorecard, lower(weekday_or_date)) as same_rows,
        {{ read_clock('opens_at') }} as opens_minute,
        {{ read_clock('closes_at') }} as closes_minute
    from business_hour_rows

),

{% set days = "lower(weekday_or_date) in ('" ~ weekdays() | join("', '") ~ "')" %}
{% set hours_checks = [
    missing('weekday_or_date'),
    ('not (' ~ days ~ ' or ' ~ read_date('weekday_or_date') ~ ' is not null)',
        "'day ' || " ~ in_quotes('weekday_or_date') ~ " || ' is not known'",
        'Use one of ' ~ weekdays() | join(', ') ~ ', or a date as 2026-12-25'),
    ('same_rows > 1 and weekday_or_date is not null', "'day ' || weekday_or_date || ' stands in several rows'",
        'Keep one row for each day'),
    unreadable('opens_at', read_clock('opens_at'), 'a time from 0:00 to 24:00'),
    unreadable('closes_at', read_clock('closes_at'), 'a time from 0:00 to 24:00'),
    ('(opens_at is null) <> (closes_at is null)', "'only one of opens_at and closes_at is filled'",
        'Fill both cells, or none for a day on which nobody works'),
    ('opens_minute >= closes_minute', "'opens_at ' || opens_at || ' is not before closes_at ' || closes_at",
        'Let closes_at be later on the same day; 24:00 is midnight'),
] %}

-- The calendar of int_business_days is a year longer than history.
weekly as (

    select
        checked_hours.scorecard,
        {{ file_columns('checked_hours') }},
        sum(case when {{ days }} then checked_hours.closes_minute - checked_hours.opens_minute end) as open_minutes,
        max(longest.follow_up_hours) as follow_up_hours
    from checked_hours
    left join longest
        on checked_hours.scorecard = longest.scorecard
    group by checked_hours.scorecard

),

{% set hours_whole_file_checks = [
    ('open_minutes is null', "'no day of the week has hours'",
        'Add the days of the week on which sales work, or delete all rows'),
    ('follow_up_hours * 60 > open_minutes * 26',
        "'a stage has follow_up_hours that take more than half a year of these hours'",
        'Lower follow_up_hours in stages.csv: they count business hours now'),
] %}

action_rows as (

    {{ seed_rows('follow_up_actions') }}

),

checked_actions as (

    select
        *,
        count(*) over (partition by scorecard, lower(action), lower(channel)) as same_rows
    from action_rows

),

{% set action_checks = [
    missing('action'),
    not_one_of('channel', contact_channels(), required=true),
    ('same_rows > 1 and action is not null and channel is not null',
        "'action ' || action || ' has several rows for ' || channel", 'Keep one row for each channel'),
    unreadable('priority', read_integer('priority'), 'a whole number'),
] %}

owner_rows as (

    {{ seed_rows('owners') }}

),

segments as (

    select distinct
        scorecard,
        segment
    from {{ ref('stg_segments') }}

),

checked_owners as (

    select
        owner_rows.*,
        count(*) over (
            partition by owner_rows.scorecard, owner_rows.owner_id, lower(coalesce(owner_rows.segment, '*'))
        ) as same_rows,
        segments.segment is not null
        or lower(coalesce(owner_rows.segment, '*')) in ('*', 'default') as has_known_segment
    from owner_rows
    left join segments
        on
            owner_rows.scorecard = segments.scorecard
            and lower(owner_rows.segment) = segments.segment

),

{% set owner_checks = [
    missing('owner_id'),
    ('same_rows > 1 and owner_id is not null', "'owner ' || owner_id || ' stands in several rows for the same segment'",
        'Keep one row for each owner and segment'),
    ('not has_known_segment', "'segment ' || " ~ in_quotes('segment') ~ " || ' is not known'",
        'Add the segment to segments.csv, or use * for all'),
    unreadable('weight', read_number('weight'), 'a number of 0 or more', '< 0'),
] %}

problems as (

    {{ list_problems('business_hours', 'checked_hours', 'weekday_or_date', hours_checks) }}

    union all

    {{ list_problems('business_hours', 'weekly', "'all rows'", hours_whole_file_checks) }}

    union all

    {{ list_problems('follow_up_actions', 'checked_actions', 'action', action_checks) }}

    union all

    {{ list_problems('owners', 'checked_owners', 'owner_id', owner_checks) }}

)

select * from problems
