-- One row per row of rule_groups.csv, grades.csv or rising.csv and reason why it cannot work.

with

group_rows as (

    {{ seed_rows('rule_groups') }}

),

grade_rows as (

    {{ seed_rows('grades') }}

),

rising_rows as (

    {{ seed_rows('rising') }}

),

segments as (

    select distinct
        scorecard,
        segment
    from {{ ref('stg_segments') }}

),

checked_groups as (

    select
        *,
        count(*) over (partition by scorecard, rule_group) as same_rows
    from group_rows

),

checked_grades as (

    select
        *,
        count(*) over (partition by scorecard, lower(axis), grade) as same_rows
    from grade_rows

),

checked_rising as (

    select
        rising_rows.*,
        count(*) over (
            partition by rising_rows.scorecard, lower(coalesce(rising_rows.segment, '*'))
        ) as same_rows,
        segments.segment is not null
        or lower(coalesce(rising_rows.segment, '*')) in ('*', 'default') as has_known_segment
    from rising_rows
    left join segments
        on
            rising_rows.scorecard = segments.scorecard
            and lower(rising_rows.segment) = segments.segment

),

{% set group_checks = [
    missing('rule_group'),
    ('same_rows > 1', "'rule_group stands in several rows'", 'Keep one row for each group'),
    unreadable('min_points', read_number('min_points'), 'a number of 0 or less', '> 0'),
    unreadable('max_points', read_number('max_points'), 'a number of 0 or more', '< 0'),
] %}
{% set grade_checks = [
    not_one_of('axis', ['fit', 'engagement'], required=true),
    missing('grade'),
    ('same_rows > 1', "'grade stands in several rows of its axis'", 'Keep one row for each axis and grade'),
    unreadable('min_points', read_number('min_points'), 'a number'),
] %}
{% set rising_checks = [
    ('not has_known_segment', "'segment ' || " ~ in_quotes('segment') ~ " || ' is not known'",
        'Add the segment to segments.csv, or use * for all'),
    ('same_rows > 1', "'segment ' || coalesce(segment, '*') || ' stands in several rows'",
        'Keep one row for each segment'),
    missing('min_points'),
    unreadable('min_points', read_number('min_points'), 'a number above 0', '<= 0', required=true),
] %}

problems as (

    {{ list_problems('rule_groups', 'checked_groups', 'rule_group', group_checks) }}

    union all

    {{ list_problems('grades', 'checked_grades', 'grade', grade_checks) }}

    union all

    {{ list_problems('rising', 'checked_rising', "coalesce(segment, '*')", rising_checks) }}

)

select * from problems
