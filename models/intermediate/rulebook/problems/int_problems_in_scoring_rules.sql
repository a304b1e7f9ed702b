-- One row per row of scoring_rules.csv and reason why it cannot work.

with

rule_rows as (

    {{ seed_rows('scoring_rules') }}

),

segments as (

    select distinct
        scorecard,
        segment
    from {{ ref('stg_segments') }}

),

rule_groups as (

    select distinct
        scorecard,
        rule_group
    from {{ ref('stg_rule_groups') }}

),

-- Another row of the same rule in force on a common day.
clashes as (

    select
        rules.scorecard,
        rules.row_number,
        min(other_rules.row_number) as same_rule_row
    from {{ ref('stg_scoring_rules') }} as rules
    inner join {{ ref('stg_scoring_rules') }} as other_rules
        on
            rules.scorecard = other_rules.scorecard
            and rules.rule_id = other_rules.rule_id
            and rules.row_number <> other_rules.row_number
            and rules.valid_from <= other_rules.valid_to
            and rules.valid_to >= other_rules.valid_from
    group by rules.scorecard, rules.row_number

),

checked as (

    select
        rule_rows.*,
        clashes.same_rule_row,
        unlisted_operands.unlisted_values,
        unlisted_operands.how_to_list,
        segments.segment is not null
        or coalesce(rule_rows.segment, '*') in ('*', 'default') as has_known_segment,
        rule_groups.rule_group is not null or rule_rows.rule_group is null as has_known_group
    from rule_rows
    left join clashes
        on
            rule_rows.scorecard = clashes.scorecard
            and rule_rows.row_number = clashes.row_number
    left join segments
        on
            rule_rows.scorecard = segments.scorecard
            and lower(rule_rows.segment) = segments.segment
    left join rule_groups
        on
            rule_rows.scorecard = rule_groups.scorecard
            and rule_rows.rule_group = rule_groups.rule_group
    {{ join_unlisted_operands('rule_rows', 'signal') }}

),

{% set checks = [
    missing('rule_id'),
    ('same_rule_row is not null',
        "'rule_id stands in row ' || cast(same_rule_row as " ~ dbt.type_string() ~ ") || ' too, on days of this one'",
        'Give each rule its own rule_id, or rows of one rule days that do not overlap (valid_from, valid_to)'),
    not_one_of('component', ['fit', 'engagement', 'negative'], required=true),
    ('not has_known_group', "'rule_group ' || " ~ in_quotes('rule_group') ~ " || ' is not known'",
        'Add the group to rule_groups.csv, or use one of it'),
    ('not has_known_segment', "'segment ' || " ~ in_quotes('segment') ~ " || ' is not known'",
        'Add the segment to segments.csv, or use * for all'),
    not_one_of('signal_type', ['attribute', 'event', 'condition'], required=true),
    missing('points'),
    unreadable('points', read_number('points'), 'a number', required=true),
    unreadable('daily_cap', read_integer('daily_cap'), 'a whole number above 0', '<= 0'),
    unreadable('max_points', read_number('max_points'), 'a number of 0 or more', '< 0'),
    unreadable('min_hits', read_integer('min_hits'), 'a whole number above 0', '<= 0'),
    unreadable('within_days', read_integer('within_days'), 'a whole number above 0', '<= 0'),
    ("lower(signal_type) = 'attribute' and " ~ read_integer('min_hits') ~ ' > 1',
        "'an attribute hits once, so min_hits ' || min_hits || ' is never reached'",
        'Leave min_hits empty, or make it a rule on an event'),
    not_one_of('decay', ['none', 'exponential', 'linear', 'step']),
    ("lower(decay) in ('exponential', 'linear', 'step') and decay_days is null",
        "'decay ' || decay || ' has no decay_days'",
        'Write the half-life (exponential), the days to zero (linear) or the length of a step (step) in decay_days'),
    unreadable('decay_days', read_number('decay_days'), 'a number above 0', '<= 0'),
    ("lower(decay) = 'step' and decay_percent is null", "'decay step has no decay_percent'",
        'Write the percent of the points lost at each step in decay_percent'),
    unreadable('decay_percent', read_number('decay_percent'), 'a number above 0 and up to 100', 'not between 0.000001 and 100'),
    unreadable('grace_days', read_number('grace_days'), 'a number of 0 or more', '< 0'),
    not_one_of('decay_clock', ['event', 'inactivity']),
    unreadable('expires_after_days', read_number('expires_after_days'), 'a number of 0 or more', '< 0'),
    unreadable('valid_from', read_date('valid_from'), 'a day written YYYY-MM-DD'),
    unreadable('valid_to', read_date('valid_to'), 'a day written YYYY-MM-DD'),
    (read_date('valid_from') ~ ' > ' ~ read_date('valid_to'),
        "'it ends (' || valid_to || ') before it begins (' || valid_from || ')'",
        'Swap valid_from and valid_to'),
    unlisted('signal', "lower(signal_type) = 'attribute'"),
] + field_checks("lower(signal_type) = 'event'") + condition_checks(
    'signal', "lower(signal_type) = 'attribute'"
) + named_condition_checks(
    'signal', "lower(signal_type) = 'condition'", ['operator', 'operand', 'daily_cap', 'min_hits', 'within_days']
) %}

problems as (

    {{ list_problems('scoring_rules', 'checked', 'rule_id', checks) }}

)

select * from problems
