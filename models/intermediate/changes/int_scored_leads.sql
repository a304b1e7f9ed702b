-- One row per scoring day and lead whose person was scored: the person, and how he stood that day.

{{ config(materialized='view') }}

with

-- Each import is read once, here and in the models below: planners compute what is read twice for
-- everybody, and who asks about one lead would wait for all.
primary_leads as (

    select * from {{ ref('int_scored_people') }}
    where is_kept

),

scored_people as (

    select * from {{ ref('int_scored_people') }}
    where is_kept

),

person_members as (

    select * from {{ ref('int_person_members') }}

),

scored_leads as (

    select
        lead_id,
        scored_on,
        lead_id as person_lead_id,
        segment,
        score,
        raw_score,
        last_engaged_on
    from primary_leads

    union all

    select
        person_members.member_lead_id as lead_id,
        person_members.scored_on,
        person_members.lead_id as person_lead_id,
        scored_people.segment,
        scored_people.score,
        scored_people.raw_score,
        scored_people.last_engaged_on
    from person_members
    inner join scored_people
        on
            person_members.scored_on = scored_people.scored_on
            and person_members.lead_id = scored_people.lead_id
    where person_members.member_lead_id <> person_members.lead_id

)

select * from scored_leads
