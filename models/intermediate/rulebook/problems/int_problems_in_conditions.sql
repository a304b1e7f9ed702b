-- One row per row of conditions.csv and reason why it cannot work.

with

condition_rows as (

    {{ seed_rows('conditions') }}

),

checked as (

    select
        condition_rows.*,
        unlisted_operands.unlisted_values,
        unlisted_operands.how_to_list
    from condition_rows
    {{ join_unlisted_operands('condition_rows', 'signal') }}

),

{% set checks = [
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

problems as (

    {{ list_problems('conditions', 'checked', 'condition_id', checks) }}

)

select * from problems
