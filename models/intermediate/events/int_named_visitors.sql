-- One row per scoring day and visitor named by a lead_id or mail address that belongs to a person.

with

scoring_days as (

    select * from {{ ref('int_scoring_days') }}

),

visitor_days as (

    select * from {{ ref('int_visitor_days') }}

),

person_leads as (

    select * from {{ ref('int_person_leads') }}

),

lead_days as (

    select * from {{ ref('int_lead_days') }}

),

visitors as (

    select
        scoring_days.scored_on,
        visitor_days.visitor_key,
        visitor_days.lead_id,
        visitor_days.email
    from visitor_days
    inner join scoring_days
        on visitor_days.occurred_on <= scoring_days.scored_on
    where coalesce(visitor_days.lead_id, visitor_days.email) is not null
    group by scoring_days.scored_on, visitor_days.visitor_key, visitor_days.lead_id, visitor_days.email

),

-- All leads of one mail address are one person, so this is one row per address.
people_by_email as (

    select distinct
        lead_days.scored_on,
        lead_days.email,
        person_leads.lead_id
    from lead_days
    inner join person_leads
        on
            lead_days.scored_on = person_leads.scored_on
            and lead_days.lead_id = person_leads.member_lead_id
    where lead_days.email is not null

),

named_visitors as (

    select
        visitors.scored_on,
        visitors.visitor_key,
        coalesce(people_by_lead.lead_id, people_by_email.lead_id) as lead_id
    from visitors
    left join person_leads as people_by_lead
        on
            visitors.scored_on = people_by_lead.scored_on
            and visitors.lead_id = people_by_lead.member_lead_id
    left join people_by_email
        on
            visitors.scored_on = people_by_email.scored_on
            and visitors.email = people_by_email.email
    where coalesce(people_by_lead.lead_id, people_by_email.lead_id) is not null

)

select * from named_visitors
