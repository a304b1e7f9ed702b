-- One row per row of overrides.csv or manual_overrides.csv and reason why it cannot work.

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

checked_overrides as (

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

{% set override_checks = [
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

manual_rows as (

    {{ seed_rows('manual_overrides') }}

),

checked_manual_overrides as (

    select
        manual_rows.*,
        count(*) over (
            partition by
                manual_rows.scorecard, manual_rows.lead_id, lower(manual_rows.effect), manual_rows.stage,
                manual_rows.valid_from
        ) as same_rows,
        stages.stage is not null as has_known_stage
    from manual_rows
    left join stages
        on
            manual_rows.scorecard = stages.scorecard
            and manual_rows.stage = stages.stage

),

{% set manual_checks = [
    missing('lead_id'),
    not_one_of('effect', ['disqualify', 'fast_track'], required=true),
    ("lower(effect) = 'fast_track' and not has_known_stage",
        "'stage ' || " ~ in_quotes("coalesce(stage, '')") ~ " || ' is not known'",
        'Write in stage to which stage of stages.csv the lead is lifted'),
    ("lower(effect) = 'disqualify' and stage is not null",
        "'effect disqualify leads to no stage, so stage ' || " ~ in_quotes('stage') ~ " || ' says nothing'",
        'Leave stage empty, or write fast_track as the effect'),
    missing('reason'),
    unreadable('valid_from', read_date('valid_from'), 'a day written YYYY-MM-DD'),
    unreadable('valid_to', read_date('valid_to'), 'a day written YYYY-MM-DD'),
    (read_date('valid_from') ~ ' > ' ~ read_date('valid_to'),
        "'it ends (' || valid_to || ') before it begins (' || valid_from || ')'",
        'Swap valid_from and valid_to'),
    ('same_rows > 1', "'the lead has several rows with the same effect, stage and valid_from'",
        'Keep one of them'),
] %}

problems as (

    {{ list_problems('overrides', 'checked_overrides', 'override_id', override_checks) }}

    union all

    {{ list_problems('manual_overrides', 'checked_manual_overrides', 'lead_id', manual_checks) }}

)

select * from problems
