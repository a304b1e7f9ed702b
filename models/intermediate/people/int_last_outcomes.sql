-- One row per scoring day and person of whom sales had recorded something by then: the latest outcome, and of
-- several at one moment the one nearest to a deal that is done.
{{ config(materialized='view') }}

with

person_leads as (

    select * from {{ ref('int_person_leads') }}

),

outcomes as (

    select * from {{ ref('int_asked_outcomes') }}

),

ranked as (

    select
        person_leads.scored_on,
        person_leads.lead_id,
        outcomes.outcome,
        row_number() over (
            partition by person_leads.scored_on, person_leads.lead_id
            order by
                outcomes.occurred_at desc,
                case outcomes.outcome
                    when 'won' then 1
                    when 'lost' then 2
                    when 'opportunity' then 3
                    when 'rejected' then 4
                    else 5
                end asc
        ) as outcome_rank
    from person_leads
    inner join outcomes
        on
            person_leads.member_lead_id = outcomes.lead_id
            and person_leads.scored_on >= outcomes.occurred_on

),

last_outcomes as (

    select
        scored_on,
        lead_id,
        outcome as last_sales_outcome
    from ranked
    where outcome_rank = 1

)

select * from last_outcomes
