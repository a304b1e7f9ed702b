-- One row per scoring day of this run and person with an outcome of sales by then: the latest one, and of
-- several at one moment the one nearest to a closed deal.
{{ config(materialized='view') }}

with

lead_person_map as (

    select * from {{ ref('int_lead_person_map_this_run') }}

),

outcomes as (

    select * from {{ ref('int_rule_outcomes') }}

),

ranked as (

    select
        lead_person_map.scored_on,
        lead_person_map.person_id,
        outcomes.outcome,
        row_number() over (
            partition by lead_person_map.scored_on, lead_person_map.person_id
            order by
                {{ latest_outcome_first('outcomes') }}
        ) as outcome_rank
    from lead_person_map
    inner join outcomes
        on
            lead_person_map.lead_id = outcomes.lead_id
            and lead_person_map.scored_on >= outcomes.occurred_on

),

-- The attribute is a column, because engines join fast by columns that are equal, and row by row otherwise.
last_outcomes as (

    select
        scored_on,
        person_id,
        'last_sales_outcome' as attribute,
        outcome as last_sales_outcome
    from ranked
    where outcome_rank = 1

)

select * from last_outcomes
