-- One row per scoring day of this run and visitor known by then: the person the visitor's events belong to. Visitors
-- are known by the lead_id or email address that their events name, else by a tie of their anonymous_id.

with

visitors as (

    select * from {{ ref('int_visitors') }}

),

visitor_ties as (

    select * from {{ ref('int_event_hits_daily') }}
    where last_tied_at is not null

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
named_visitors as {{ materialized() }} (

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

),

-- An event or identity up to the day ties an anonymous_id to a person.
ties as (

    select
        named_visitors.scored_on,
        named_visitors.anonymous_id,
        named_visitors.person_id,
        visitor_ties.last_tied_at as tied_at
    from named_visitors
    inner join visitor_ties
        on
            named_visitors.visitor_key = visitor_ties.visitor_key
            and named_visitors.scored_on >= visitor_ties.occurred_on

    union all

    select
        lead_person_map.scored_on,
        identities.value as anonymous_id,
        lead_person_map.person_id,
        identities.since as tied_at
    from identities
    inner join lead_person_map
        on
            identities.lead_id = lead_person_map.lead_id
            and coalesce(cast(identities.since as date), lead_person_map.scored_on) <= lead_person_map.scored_on
    where identities.kind = 'anonymous_id'

),

{{ ranked_ties() }},

-- The latest tie wins. What is tied to too many people is nobody's.
tied_visitors as (

    select
        ranked_ties.scored_on,
        visitors.visitor_key,
        ranked_ties.person_id
    from visitors
    inner join ranked_ties
        on visitors.anonymous_id = ranked_ties.anonymous_id
    left join named_visitors
        on
            ranked_ties.scored_on = named_visitors.scored_on
            and visitors.visitor_key = named_visitors.visitor_key
    where
        ranked_ties.tie_rank = 1
        and ranked_ties.people <= {{ var('max_people_per_anonymous_id') }}
        and named_visitors.visitor_key is null

),

visitor_map as (

    select
        scored_on,
        visitor_key,
        person_id
    from named_visitors

    union all

    select
        scored_on,
        visitor_key,
        person_id
    from tied_visitors

)

select * from visitor_map
