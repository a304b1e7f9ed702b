-- One row per scorecard, kept scoring day, person scored on it and outcome of sales, with the days between the two.
{{ config(materialized='view') }}

with

outcomes as (

    select * from {{ ref('stg_outcomes') }}

),

scored_people as (

    select
        scorecard,
        scored_on,
        person_id,
        lead_id
    from {{ ref('int_scored_people') }}
    where is_kept

),

lead_person_map as (

    select * from {{ ref('int_lead_person_map') }}

),

-- A person of one lead has no row in int_lead_person_map.
person_leads as (

    select
        scored_people.scorecard,
        scored_people.scored_on,
        scored_people.person_id,
        coalesce(lead_person_map.lead_id, scored_people.lead_id) as lead_id
    from scored_people
    left join lead_person_map
        on
            scored_people.scored_on = lead_person_map.scored_on
            and scored_people.person_id = lead_person_map.person_id

),

person_outcomes as (

    select
        person_leads.scorecard,
        person_leads.scored_on,
        person_leads.person_id,
        outcomes.outcome_id,
        outcomes.outcome,
        outcomes.amount,
        outcomes.reason,
        outcomes.occurred_on,
        {{ days_between('person_leads.scored_on', 'outcomes.occurred_on') }} as days_after_scoring
    from person_leads
    inner join outcomes
        on person_leads.lead_id = outcomes.lead_id

)

select * from person_outcomes
