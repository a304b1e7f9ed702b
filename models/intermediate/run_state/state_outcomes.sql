-- One row per outcome of sales that the stored scores rest on; none if no rule asks for outcomes.
-- depends_on: {{ ref('state_scored_dates') }}

with

outcomes as (

    select * from {{ ref('int_lead_outcomes') }}
    where is_in_rules

),

scored_outcomes as (

    select
        outcome_id,
        lead_id,
        outcome,
        occurred_at,
        occurred_on
    from outcomes

)

select * from scored_outcomes
