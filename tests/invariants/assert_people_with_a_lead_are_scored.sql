-- Leads that existed on a scoring day, are not deleted, and whose person has no score; and scores of
-- people without such a lead.

with

leads as (

    select * from {{ ref('stg_leads') }}

),

person_leads as (

    select * from {{ ref('int_person_leads') }}

),

scored_people as (

    select * from {{ ref('int_scored_people') }}

),

scoring_days as (

    select * from {{ ref('int_scoring_days') }}

),

expected as (

    select
        scoring_days.scored_on,
        leads.lead_id as member_lead_id,
        leads.is_deleted
    from scoring_days
    inner join leads
        on scoring_days.scored_on >= leads.created_on

),

expected_people as (

    select
        expected.scored_on,
        person_leads.lead_id,
        min(case when expected.is_deleted then 1 else 0 end) as is_gone
    from expected
    left join person_leads
        on
            expected.scored_on = person_leads.scored_on
            and expected.member_lead_id = person_leads.member_lead_id
    group by expected.scored_on, person_leads.lead_id

),

wrong as (

    select
        coalesce(expected_people.scored_on, scored_people.scored_on) as scored_on,
        coalesce(expected_people.lead_id, scored_people.lead_id) as lead_id,
        expected_people.is_gone
    from expected_people
    full outer join scored_people
        on
            expected_people.scored_on = scored_people.scored_on
            and expected_people.lead_id = scored_people.lead_id
    where
        (expected_people.is_gone = 0 and scored_people.lead_id is null)
        or (coalesce(expected_people.is_gone, 1) = 1 and scored_people.lead_id is not null)

)

select * from wrong
