-- One row per scoring day, person and outcome of sales, with the days from scoring to outcome.

with

outcomes as (

    select * from {{ ref('stg_outcomes') }}

),

person_leads as (

    select * from {{ ref('int_person_leads') }}

),

person_outcomes as (

    select
        person_leads.scored_on,
        person_leads.lead_id,
        outcomes.outcome_id,
        outcomes.outcome,
        outcomes.amount,
        outcomes.reason,
        outcomes.occurred_on,
        {{ days_between('person_leads.scored_on', 'outcomes.occurred_on') }} as days_after_scoring
    from person_leads
    inner join outcomes
        on person_leads.member_lead_id = outcomes.lead_id

)

select * from person_outcomes
