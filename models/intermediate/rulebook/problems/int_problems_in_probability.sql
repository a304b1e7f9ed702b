-- One row per row of probability.csv or training.csv and reason why it cannot work.
-- A signal of training.csv that the input does not have is no problem: there is nothing to learn from it.

with

term_rows as (

    {{ seed_rows('probability') }}

),

checked_terms as (

    select
        *,
        coalesce(lower(signal_type) = 'intercept', false) as is_intercept,
        count(*) over (partition by scorecard, term_id) as same_id_rows,
        sum(case when lower(signal_type) = 'intercept' then 1 else 0 end) over (partition by scorecard) as intercepts
    from term_rows

),

conditions as (

    select * from checked_terms
    where lower(signal_type) in ('attribute', 'event')

),

-- A file without rows is a rulebook that is not trained.
without_intercept as (

    select
        checked_terms.scorecard,
        'intercept' as term_id,
        {{ file_columns('checked_terms') }}
    from checked_terms
    group by checked_terms.scorecard
    having max(checked_terms.intercepts) = 0

),

{% set term_row_checks = [
    missing('term_id'),
    ('same_id_rows > 1', "'term_id stands in several rows'", 'Give each term its own term_id'),
    not_one_of('signal_type', ['intercept', 'attribute', 'event'], required=true),
    ('is_intercept and intercepts > 1', "'signal_type intercept stands in several rows'",
        'Keep one intercept, with the sum of their coefficients'),
    ('is_intercept and coalesce(signal, operator, operand, min_hits, within_days) is not null',
        "'the intercept holds for everybody, so its condition has no effect'",
        'Leave signal, operator, operand, min_hits and within_days empty'),
    missing('coefficient'),
    unreadable('coefficient', read_number('coefficient'), 'a number from -100 to 100', 'not between -100 and 100',
        required=true),
] %}
{% set term_condition_row_checks = [
    unreadable('min_hits', read_integer('min_hits'), 'a whole number above 0', '<= 0'),
    unreadable('within_days', read_integer('within_days'), 'a whole number above 0', '<= 0'),
    ("lower(signal_type) = 'attribute' and coalesce(min_hits, within_days) is not null",
        "'an attribute has no hits to count, so min_hits and within_days have no effect'",
        'Leave min_hits and within_days empty, or make it a term on an event'),
] + condition_checks('signal', "lower(signal_type) = 'attribute'") %}
{% set term_file_checks = [
    ('term_id is not null', "'no row has signal_type intercept'",
        'Add a row with signal_type intercept: its coefficient is the log-odds of who has none of the other terms')
] %}

training_rows as (

    {{ seed_rows('training') }}

),

checked_training as (

    select
        *,
        count(*) over (partition by scorecard, lower(signal_type), lower(signal)) as same_rows
    from training_rows

),

{% set training_checks = [
    missing('signal'),
    not_one_of('signal_type', ['attribute', 'event'], required=true),
    not_one_of('treatment', ['exclude', 'increasing', 'decreasing'], required=true),
    ('same_rows > 1', "'the signal stands in several rows'", 'Keep one row for each signal'),
] %}

problems as (

    {{ list_problems('probability', 'checked_terms', 'term_id', term_row_checks) }}

    union all

    {{ list_problems('probability', 'conditions', 'term_id', term_condition_row_checks) }}

    union all

    {{ list_problems('probability', 'without_intercept', 'term_id', term_file_checks) }}

    union all

    {{ list_problems('training', 'checked_training', 'signal', training_checks) }}

)

select * from problems
