-- One row per row of segments.csv or conditions.csv and reason why it cannot work.

with

condition_rows as (

    {{ seed_rows('conditions') }}

),

checked_conditions as (

    select
        condition_rows.*,
        unlisted_operands.unlisted_values,
        unlisted_operands.how_to_list
    from condition_rows
    {{ join_unlisted_operands('condition_rows', 'signal') }}

),

{% set part_checks = [
    missing('condition_id'),
    not_one_of('signal_type', ['attribute', 'event'], required=true),
    unreadable('min_hits', read_integer('min_hits'), 'a whole number above 0', '<= 0'),
    unreadable('within_days', read_integer('within_days'), 'a whole number above 0', '<= 0'),
    ("lower(signal_type) = 'attribute' and coalesce(min_hits, within_days) is not null",
        "'an attribute has no hits to count, so min_hits and within_days say nothing'",
        'Leave min_hits and within_days empty, or ask for an event'),
    unlisted('signal', "lower(signal_type) = 'attribute'"),
] + field_checks("lower(signal_type) = 'event'") + condition_checks(
    'signal', "lower(signal_type) = 'attribute'"
) %}

segment_rows as (

    {{ seed_rows('segments') }}

),

priorities as (

    select
        scorecard,
        lower(segment) as segment,
        count(distinct priority) as priority_count
    from segment_rows
    group by scorecard, lower(segment)

),

stages as (

    select distinct
        scorecard,
        segment
    from {{ ref('stg_stages') }}

),

segments_with_stages as (

    select distinct
        segment_rows.scorecard,
        segment_rows.segment
    from segment_rows
    inner join stages
        on
            segment_rows.scorecard = stages.scorecard
            and stages.segment in ('*', lower(segment_rows.segment))

),

checked_segments as (

    select
        segment_rows.*,
        priorities.priority_count,
        unlisted_operands.unlisted_values,
        unlisted_operands.how_to_list,
        segment_rows.segment is null or segments_with_stages.segment is not null as has_stages
    from segment_rows
    left join priorities
        on
            segment_rows.scorecard = priorities.scorecard
            and lower(segment_rows.segment) = priorities.segment
    left join segments_with_stages
        on
            segment_rows.scorecard = segments_with_stages.scorecard
            and segment_rows.segment = segments_with_stages.segment
    {{ join_unlisted_operands('segment_rows', 'attribute') }}

),

{% set segment_checks = [
    missing('segment'),
    ("lower(segment) in ('*', 'default')",
        "'segment ' || " ~ in_quotes('segment') ~ " || ' is a reserved name'",
        'Choose another name: default is the segment of leads that match no other'),
    missing('priority'),
    unreadable('priority', read_number('priority'), 'a number', required=true),
    ('priority_count > 1', "'the rows of segment ' || segment || ' have different priorities'",
        'Give all rows of one segment the same priority'),
    ('not has_stages', "'segment ' || segment || ' has no stage'",
        'Add stages with segment * or ones for this segment to stages.csv'),
    unlisted('attribute'),
    ("lower(attribute) = 'condition' and operand is null", "'condition has no operand'",
        'Write in operand the condition_id of conditions.csv'),
] + condition_checks('attribute', "lower(attribute) <> 'condition'") + named_condition_checks(
    'operand', "lower(attribute) = 'condition'", ['operator']
) %}

problems as (

    {{ list_problems('conditions', 'checked_conditions', 'condition_id', part_checks) }}

    union all

    {{ list_problems('segments', 'checked_segments', 'segment', segment_checks) }}

)

select * from problems
