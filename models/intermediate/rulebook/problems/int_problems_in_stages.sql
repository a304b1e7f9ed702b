-- One row per row of stages.csv and reason why it cannot work.

with

stage_rows as (

    {{ seed_rows('stages') }}

),

segments as (

    select distinct
        scorecard,
        segment
    from {{ ref('stg_segments') }}

),

-- What a stage for all segments asks must be within reach of at least one of them.
attainable as (

    select
        stage_rows.scorecard,
        lower(coalesce(stage_rows.segment, '*')) as segment,
        max(attainable_points.most_fit_points) as most_fit_points,
        max(attainable_points.most_engagement_points) as most_engagement_points,
        {{ most_score('max(attainable_points.most_points)') }} as most_score
    from stage_rows
    left join {{ ref('int_attainable_points') }} as attainable_points
        on
            stage_rows.scorecard = attainable_points.scorecard
            and lower(coalesce(stage_rows.segment, '*')) in ('*', attainable_points.segment)
    group by stage_rows.scorecard, lower(coalesce(stage_rows.segment, '*'))

),

checked as (

    select
        stage_rows.*,
        attainable.most_fit_points,
        attainable.most_engagement_points,
        attainable.most_score,
        count(*) over (
            partition by stage_rows.scorecard, stage_rows.stage, lower(coalesce(stage_rows.segment, '*'))
        ) as same_stage_rows,
        segments.segment is not null
        or coalesce(stage_rows.segment, '*') in ('*', 'default') as has_known_segment
    from stage_rows
    left join attainable
        on
            stage_rows.scorecard = attainable.scorecard
            and lower(coalesce(stage_rows.segment, '*')) = attainable.segment
    left join segments
        on
            stage_rows.scorecard = segments.scorecard
            and lower(stage_rows.segment) = segments.segment

),

{% set checks = [
    missing('stage'),
    ("lower(stage) = 'disqualified'", "'stage disqualified is a reserved name'",
        'Delete the row: leads are disqualified by overrides.csv'),
    ('same_stage_rows > 1 and stage is not null', "'stage ' || stage || ' stands in several rows for the same segment'",
        'Keep one row for each stage and segment'),
    missing('stage_rank'),
    unreadable('stage_rank', read_integer('stage_rank'), 'a whole number', required=true),
    ('not has_known_segment', "'segment ' || " ~ in_quotes('segment') ~ " || ' is not known'",
        'Add the segment to segments.csv, or use * for all'),
    unreadable('min_score', read_number('min_score'), 'a number'),
    unreadable('exit_score', read_number('exit_score'), 'a number'),
    (read_number('exit_score') ~ ' > ' ~ read_number('min_score'),
        "'exit_score ' || exit_score || ' is above min_score ' || min_score",
        'Lower exit_score to min_score or below, so that a lead does not leave as it enters'),
    unreadable('min_fit_points', read_number('min_fit_points'), 'a number'),
    unreadable('min_engagement_points', read_number('min_engagement_points'), 'a number'),
    unreadable('follow_up_hours', read_number('follow_up_hours'), 'a number of hours of 0 or more', '< 0'),
] %}
{% for cut, most in [
    ('min_score', 'most_score'),
    ('min_fit_points', 'most_fit_points'),
    ('min_engagement_points', 'most_engagement_points'),
] %}
{% do checks.append((
    read_number(cut) ~ ' > ' ~ most,
    "'" ~ cut ~ " ' || " ~ cut ~ " || ' is more than any lead can reach ('"
        ~ ' || cast(' ~ rounded(most, 28, 2) ~ ' as ' ~ dbt.type_string() ~ ") || ')'",
    'Lower ' ~ cut ~ ', or add rules that give more points'
)) %}
{% endfor %}

-- Leads that match no segment are in default: without a stage for it they would be lost.
uncovered as (

    select
        scorecards.scorecard,
        'default' as segment,
        {{ file_columns('stage_rows') }}
    from {{ ref('stg_scorecards') }} as scorecards
    left join stage_rows
        on scorecards.scorecard = stage_rows.scorecard
    group by scorecards.scorecard
    having
        sum(
            case
                when
                    stage_rows.scorecard is not null
                    and lower(coalesce(stage_rows.segment, '*')) in ('*', 'default')
                    then 1
                else 0
            end
        ) = 0

),

{% set whole_file_checks = [
    ('segment is not null', "'no stage is for leads of segment default'", 'Add stages with segment *')
] %}

problems as (

    {{ list_problems('stages', 'checked', 'stage', checks) }}

    union all

    {{ list_problems('stages', 'uncovered', 'segment', whole_file_checks) }}

)

select * from problems
