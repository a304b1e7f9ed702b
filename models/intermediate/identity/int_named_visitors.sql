-- One row per scoring day and visitor whose events name a person by the lead_id or email address.

with

visitors as (

    select * from {{ ref('int_visitors') }}
    where coalesce(lead_id, email) is not null

),

lead_person_map as (

    select * from {{ ref('int_lead_person_map_this_run') }}

),

lead_days as (

    select * from {{ ref('int_lead_days') }}

),

-- All leads of one email address are one person, so this is one row per address.
people_by_email as (

    select distinct
        lead_days.scored_on,
        lead_days.email,
        lead_person_map.person_id
    from lead_days
    inner join lead_person_map
        on
            lead_days.scored_on = lead_person_map.scored_on
            and lead_days.lead_id = lead_person_map.lead_id
    where lead_days.email is not null

),

-- A lead_id that is known on the day goes before the email address.
named_visitors as (

    select
        lead_person_map.scored_on,
        visitors.visitor_key,
        visitors.anonymous_id,
        lead_person_map.person_id
    from visitors
    inner join lead_person_map
        on visitors.lead_id = lead_person_map.lead_id

    union all

    select
        people_by_email.scored_on,
        visitors.visitor_key,
        visitors.anonymous_id,
        people_by_email.person_id
    from visitors
    inner join people_by_email
        on visitors.email = people_by_email.email
    left join lead_person_map as people_by_lead
        on
            people_by_email.scored_on = people_by_lead.scored_on
            and visitors.lead_id = people_by_lead.lead_id
    where people_by_lead.lead_id is null

)

select * from named_visitors
