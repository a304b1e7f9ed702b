-- One row per scorecard, row of its rulebook and doubt: what works, and is probably a mistake.

with

rules as (

    select * from {{ ref('stg_scoring_rules') }}

),

{% set signals = {'scoring_rules': 'signal', 'overrides': 'signal', 'conditions': 'signal', 'segments': 'attribute'} %}
{% for seed, signal in signals.items() %}
unseen_{{ seed }} as (

    select
        conditions.*,
        unseen_signals.signal_type as unseen_type,
        unseen_signals.unseen_values
    from {{ ref('stg_' ~ seed) }} as conditions
    inner join {{ ref('int_unseen_signals') }} as unseen_signals
        on
            conditions.scorecard = unseen_signals.scorecard
            and {{ "'attribute'" if seed == 'segments' else 'conditions.signal_type' }} = unseen_signals.signal_type
            and conditions.{{ signal }} = unseen_signals.signal
            and conditions.operator = unseen_signals.operator
            and {{ is_same('conditions.operand', 'unseen_signals.operand') }}

),

{% endfor %}
limited as (

    select
        rules.*,
        rule_groups.min_points as group_min_points,
        rule_groups.max_points as group_max_points
    from rules
    left join {{ ref('stg_rule_groups') }} as rule_groups
        on
            rules.scorecard = rule_groups.scorecard
            and rules.rule_group = rule_groups.rule_group

),

-- A segment with several conditions has several rows; only the first is listed.
shadowed as (

    select
        segments.*,
        shadowed_segments.other_segment,
        row_number() over (
            partition by segments.scorecard, segments.segment
            order by segments.row_number asc, {{ text_order('segments.attribute') }} asc
        ) as condition_number
    from {{ ref('stg_segments') }} as segments
    inner join {{ ref('int_shadowed_segments') }} as shadowed_segments
        on
            segments.scorecard = shadowed_segments.scorecard
            and segments.segment = shadowed_segments.segment

),

unknown_leads as (

    select manual_overrides.*
    from {{ ref('stg_manual_overrides') }} as manual_overrides
    left join {{ ref('stg_leads') }} as leads
        on manual_overrides.lead_id = leads.lead_id
    where leads.lead_id is null

),

{% set unseen_event = (
    "unseen_type = 'event'", "'the input has never contained an event of type ' || " ~ in_quotes('signal'),
    'Correct the name, or delete the row if such events no longer come'
) %}
{% set warnings = [
    ('unseen_event_type', 'scoring_rules', 'unseen_scoring_rules', 'rule_id', unseen_event),
    ('unseen_event_type', 'overrides', 'unseen_overrides', 'override_id', unseen_event),
    ('unseen_event_type', 'conditions', 'unseen_conditions', 'condition_id', unseen_event),
] %}
{% for seed, key in {
    'scoring_rules': 'rule_id', 'overrides': 'override_id', 'conditions': 'condition_id', 'segments': 'segment'
}.items() %}
{% do warnings.append(('unseen_value', seed, 'unseen_' ~ seed, key, (
    'unseen_values is not null',
    signals[seed] ~ " || ' has never been ' || unseen_values || ' in the input'",
    'Correct the value, or leave it if such leads are still to come'
))) %}
{% endfor %}
{% do warnings.extend([
    ('overlapping_bands', 'scoring_rules', ref('int_overlapping_bands'), 'rule_id', (
        '1 = 1',
        "'its band of ' || signal || ' overlaps that of ' || other_rule || ': a value in both gets the points of both'",
        'Let one band end before the other begins, such as 50|99 and 100|999')),
    ('doubled_rule', 'scoring_rules', ref('int_doubled_rules'), 'rule_id', ('1 = 1',
        "'it asks the same as the rule ' || other_rule || ', and both give points on days that both hold'",
        'Let valid_to of the one end before valid_from of the other, unless both are meant')),
    ('negative_rule_adds', 'scoring_rules', 'rules', 'rule_id', (
        "component = 'negative' and points > 0",
        "'its component is negative, and its points are above zero: it adds to the score'",
        'Write the points below zero, or make the component fit or engagement')),
    ('points_above_limit', 'scoring_rules', 'limited', 'rule_id', (
        'abs(points) > max_points', "'one hit is worth more points than max_points lets the rule have'",
        'Raise max_points or lower points')),
    ('points_above_limit', 'scoring_rules', 'limited', 'rule_id', (
        'points > group_max_points or points < group_min_points',
        "'one hit is worth more points than the limit of the group ' || rule_group || ' lets through'",
        'Change the limit in rule_groups.csv, or lower points')),
    ('shadowed_segment', 'segments', 'shadowed', 'segment', (
        'condition_number = 1',
        "'nobody is ever in it: ' || other_segment || ' has a lower priority number and takes them all'",
        'Give the narrower segment the lower priority number, or delete it')),
    ('unknown_lead', 'manual_overrides', 'unknown_leads', 'lead_id', (
        '1 = 1', "'the input holds no lead of that id'", 'Correct the lead_id, or delete the row')),
] + older_events_warnings()) %}
rulebook_warnings as (

    {% for warning, seed, rows, key, check in warnings %}
    {{ list_problems(seed, rows, key, [check], warning) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select * from rulebook_warnings
