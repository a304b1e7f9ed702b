-- One row per scorecard, action of stages.csv and channel over which it can be done.

with

action_rows as (

    {{ seed_rows('follow_up_actions') }}

),

typed as (

    select
        scorecard,
        lower(action) as action,
        lower(channel) as channel,
        coalesce({{ read_integer('priority') }}, 1) as priority,
        coalesce(next_action, lower(action)) as next_action
    from action_rows

)

select * from typed
