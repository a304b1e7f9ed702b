-- One row per outcome of sales; none where the rulebook does not ask for last_sales_outcome.
{{ config(materialized='view') }}

with

outcomes as (

    select * from {{ ref('stg_outcomes') }}

),

asked as (

    select distinct attribute
    from {{ ref('int_asked_attributes') }}
    where attribute = 'last_sales_outcome'

),

asked_outcomes as (

    select
        outcomes.outcome_id,
        outcomes.lead_id,
        outcomes.outcome,
        outcomes.occurred_at,
        outcomes.occurred_on
    from outcomes
    cross join asked

)

select * from asked_outcomes
