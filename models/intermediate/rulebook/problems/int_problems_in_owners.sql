-- One row per scorecard and row of owners.csv and reason why it cannot work.

with

owner_rows as (

    {{ seed_rows('owners') }}

),

segments as (

    select distinct
        scorecard,
        segment
    from {{ ref('stg_segments') }}

),

checked as (

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

{% set checks = [
    missing('owner_id'),
    ('same_rows > 1', "'owner ' || owner_id || ' stands in several rows for the same segment'",
        'Keep one row for each owner and segment'),
    ('not has_known_segment', "'segment ' || " ~ in_quotes('segment') ~ " || ' is not known'",
        'Add the segment to segments.csv, or use * for all'),
    unreadable('weight', read_number('weight'), 'a number of 0 or more', '< 0'),
] %}

problems as (

    {{ list_problems('owners', 'checked', 'owner_id', checks) }}

)

select * from problems
