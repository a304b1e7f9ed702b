-- One row per row of segments.csv and reason why it cannot work.

with

segment_rows as (

    {{ seed_rows('segments', ['segment', 'priority', 'attribute', 'operator', 'operand']) }}

),

priorities as (

    select
        lower(segment) as segment,
        count(distinct priority) as priority_count
    from segment_rows
    group by lower(segment)

),

stages as (

    select distinct segment from {{ ref('stg_stages') }}

),

checked as (

    select
        segment_rows.*,
        priorities.priority_count,
        exists (
            select 1 from stages
            where stages.segment in ('*', lower(segment_rows.segment))
        ) as has_stages
    from segment_rows
    left join priorities
        on lower(segment_rows.segment) = priorities.segment

),

{% set checks = [
    missing('segment'),
    ("lower(segment) in ('*', 'default')", "'segment ''' || segment || ''' is a reserved name'",
        'Choose another name: default is the segment of leads that match no other'),
    missing('priority'),
    unreadable('priority', read_number('priority'), 'a number'),
    ('priority_count > 1', "'the rows of segment ' || segment || ' have different priorities'",
        'Give all rows of one segment the same priority'),
    ('not has_stages', "'segment ' || segment || ' has no stage'",
        'Add stages with segment * or ones for this segment to stages.csv'),
] + condition_checks('attribute', '1 = 1') %}

problems as (

    {{ list_problems('segments', 'checked', 'segment', checks) }}

)

select * from problems
