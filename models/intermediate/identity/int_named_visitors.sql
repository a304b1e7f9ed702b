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

identities as (

    select * from {{ ref('stg_identities') }}

),

listed_addresses as (

    select * from {{ ref('int_listed_addresses') }}

),

leads as (

    select
        lead_days.scored_on,
        lead_days.lead_id,
        lead_person_map.person_id,
        lead_days.email
    from lead_days
    inner join lead_person_map
        on
            lead_days.scored_on = lead_person_map.scored_on
            and lead_days.lead_id = lead_person_map.lead_id

),

{{ people_by_address() }},

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
        people_by_address.scored_on,
        visitors.visitor_key,
        visitors.anonymous_id,
        people_by_address.person_id
    from visitors
    inner join people_by_address
        on visitors.email = people_by_address.email
    left join lead_person_map as people_by_lead
        on
            people_by_address.scored_on = people_by_lead.scored_on
            and visitors.lead_id = people_by_lead.lead_id
    where people_by_lead.lead_id is null

)

select * from named_visitors
