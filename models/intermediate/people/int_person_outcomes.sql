-- One row per kept scoring day, person scored on it and outcome of sales, with the days from the one to
-- the other.
{{ config(materialized='view') }}

with

outcomes as (

    select * from {{ ref('stg_outcomes') }}

),

scored_people as (

    select
        scored_on,
        lead_id
    from {{ ref('int_scored_people') }}
    where is_kept

),

members as (

    select * from {{ ref('int_person_members') }}

),

-- The leads of a person: those that int_person_members lists, else he is the only one.
person_leads as (

    select
        scored_on,
        lead_id,
        member_lead_id
    from members

    union all

    select
        scored_people.scored_on,
        scored_people.lead_id,
        scored_people.lead_id as member_lead_id
    from scored_people
    left join members
        on
            scored_people.scored_on = members.scored_on
            and scored_people.lead_id = members.lead_id
    where members.lead_id is null

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
