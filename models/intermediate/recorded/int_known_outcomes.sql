-- One row per outcome of sales that the stored scores know; none where no rule asks for one.
-- depends_on: {{ ref('int_scored_days') }}

with

asked_outcomes as (

    select * from {{ ref('int_asked_outcomes') }}

),

known_outcomes as (

    select
        outcome_id,
        lead_id,
        outcome,
        occurred_at,
        occurred_on
    from asked_outcomes

)

select * from known_outcomes
