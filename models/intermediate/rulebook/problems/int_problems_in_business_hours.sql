-- One row per row of business_hours.csv and reason why it cannot work.

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

checked as (

    select
        *,
        count(*) over (partition by scorecard, lower(weekday_or_date)) as same_rows,
        {{ read_clock('opens_at') }} as opens_minute,
        {{ read_clock('closes_at') }} as closes_minute
    from business_hour_rows

),

{% set days = "lower(weekday_or_date) in ('" ~ weekdays() | join("', '") ~ "')" %}
{% set checks = [
    missing('weekday_or_date'),
    ('not (' ~ days ~ ' or ' ~ read_date('weekday_or_date') ~ ' is not null)',
        "'day ' || " ~ in_quotes('weekday_or_date') ~ " || ' is not known'",
        'Use one of ' ~ weekdays() | join(', ') ~ ', or a date as 2026-12-25'),
    ('same_rows > 1', "'day ' || weekday_or_date || ' stands in several rows'", 'Keep one row for each day'),
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
        checked.scorecard,
        {{ file_columns('checked') }},
        sum(case when {{ days }} then checked.closes_minute - checked.opens_minute end) as open_minutes,
        max(longest.follow_up_hours) as follow_up_hours
    from checked
    left join longest
        on checked.scorecard = longest.scorecard
    group by checked.scorecard

),

{% set whole_file_checks = [
    ('open_minutes is null', "'no day of the week has hours'",
        'Add the days of the week on which sales work, or delete all rows'),
    ('follow_up_hours * 60 > open_minutes * 26',
        "'a stage has follow_up_hours that take more than half a year of these hours'",
        'Lower follow_up_hours in stages.csv: they count business hours now'),
] %}

problems as (

    {{ list_problems('business_hours', 'checked', 'weekday_or_date', checks) }}

    union all

    {{ list_problems('business_hours', 'weekly', "'all rows'", whole_file_checks) }}

)

select * from problems
