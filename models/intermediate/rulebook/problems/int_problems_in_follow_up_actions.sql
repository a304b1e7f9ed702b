-- One row per scorecard and row of follow_up_actions.csv and reason why it cannot work.

with

action_rows as (

    {{ seed_rows('follow_up_actions') }}

),

checked as (

    select
        *,
        count(*) over (partition by scorecard, lower(action), lower(channel)) as same_rows
    from action_rows

),

{% set checks = [
    missing('action'),
    not_one_of('channel', contact_channels(), required=true),
    ('same_rows > 1', "'action ' || action || ' has several rows for ' || channel", 'Keep one row for each channel'),
    unreadable('priority', read_integer('priority'), 'a whole number'),
] %}

problems as (

    {{ list_problems('follow_up_actions', 'checked', 'action', checks) }}

)

select * from problems
