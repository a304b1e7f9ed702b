-- One row per outcome of sales; none if no rulebook asks for last_sales_outcome.
{{ config(materialized='view') }}

with

outcomes as (

    select * from {{ ref('int_lead_outcomes') }}
    where lead_id is not null

),

asked as (

    select distinct attribute
    from {{ ref('int_rule_attributes') }}
    where attribute = 'last_sales_outcome'

),

rule_outcomes as (

    select
        outcomes.outcome_id,
        outcomes.lead_id,
        outcomes.outcome,
        outcomes.occurred_at,
        outcomes.occurred_on
    from outcomes
    cross join asked

)

select * from rule_outcomes
