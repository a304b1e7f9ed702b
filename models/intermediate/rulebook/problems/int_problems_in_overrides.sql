-- One row per row of overrides.csv and reason why it cannot work.

with

override_rows as (

    {{ seed_rows('overrides') }}

),

segments as (

    select distinct
        scorecard,
        segment
    from {{ ref('stg_segments') }}

),

stages as (

    select distinct
        scorecard,
        stage
    from {{ ref('stg_stages') }}

),

checked as (

    select
        override_rows.*,
        count(*) over (partition by override_rows.scorecard, override_rows.override_id) as same_id_rows,
        unlisted_operands.unlisted_values,
        unlisted_operands.how_to_list,
        segments.segment is not null
        or coalesce(override_rows.segment, '*') in ('*', 'default') as has_known_segment,
        stages.stage is not null as has_known_stage
    from override_rows
    left join segments
        on
            override_rows.scorecard = segments.scorecard
            and lower(override_rows.segment) = segments.segment
    left join stages
        on
            override_rows.scorecard = stages.scorecard
            and override_rows.stage = stages.stage
    {{ join_unlisted_operands('override_rows', 'signal') }}

),

{% set checks = [
    missing('override_id'),
    ('same_id_rows > 1', "'override_id stands in several rows'", 'Give each override its own override_id'),
    not_one_of('effect', ['disqualify', 'fast_track', 'close_phone', 'close_email'], required=true),
    ("lower(effect) = 'fast_track' and not has_known_stage",
        "'stage ' || " ~ in_quotes("coalesce(stage, '')") ~ " || ' is not known'",
        'Write in stage to which stage of stages.csv the lead is lifted'),
    ('not has_known_segment', "'segment ' || " ~ in_quotes('segment') ~ " || ' is not known'",
        'Add the segment to segments.csv, or use * for all'),
    not_one_of('signal_type', ['attribute', 'event', 'condition'], required=true),
    unreadable('within_days', read_integer('within_days'), 'a whole number above 0', '<= 0'),
    unlisted('signal', "lower(signal_type) = 'attribute'"),
] + field_checks("lower(signal_type) = 'event'") + condition_checks(
    'signal', "lower(signal_type) = 'attribute'"
) + named_condition_checks(
    'signal', "lower(signal_type) = 'condition'", ['operator', 'operand', 'within_days']
) %}

problems as (

    {{ list_problems('overrides', 'checked', 'override_id', checks) }}

)

select * from problems
