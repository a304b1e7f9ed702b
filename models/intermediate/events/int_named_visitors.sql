-- One row per scoring day and visitor whom his events name by the lead_id or mail address of a person.

with

visitors as (

    select * from {{ ref('int_visitors') }}
    where coalesce(lead_id, email) is not null

),

person_leads as (

    select * from {{ ref('int_person_leads') }}

),

lead_days as (

    select * from {{ ref('int_lead_days') }}

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

-- A lead_id that is known on the day goes before the mail address.
named_visitors as (

    select
        person_leads.scored_on,
        visitors.visitor_key,
        visitors.anonymous_id,
        person_leads.lead_id
    from visitors
    inner join person_leads
        on visitors.lead_id = person_leads.member_lead_id

    union all

    select
        people_by_email.scored_on,
        visitors.visitor_key,
        visitors.anonymous_id,
        people_by_email.lead_id
    from visitors
    inner join people_by_email
        on visitors.email = people_by_email.email
    left join person_leads as people_by_lead
        on
            people_by_email.scored_on = people_by_lead.scored_on
            and visitors.lead_id = people_by_lead.member_lead_id
    where people_by_lead.member_lead_id is null

)

select * from named_visitors
