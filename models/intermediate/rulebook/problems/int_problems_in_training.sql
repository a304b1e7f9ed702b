-- One row per row of training.csv and reason why it cannot work.
-- A signal that the input does not have is no problem: there is nothing to learn from it.

with

training_rows as (

    {{ seed_rows('training') }}

),

checked as (

    select
        *,
        count(*) over (partition by scorecard, lower(signal_type), lower(signal)) as same_rows
    from training_rows

),

{% set checks = [
    missing('signal'),
    not_one_of('signal_type', ['attribute', 'event'], required=true),
    not_one_of('treatment', ['exclude', 'increasing', 'decreasing'], required=true),
    ('same_rows > 1', "'the signal stands in several rows'", 'Keep one row for each signal'),
] %}

problems as (

    {{ list_problems('training', 'checked', 'signal', checks) }}

)

select * from problems
