-- One row per scoring day and anonymous_id that an event or identity up to that day ties to a person: the latest tie
-- wins. What is tied to too many people is nobody's.

with

named_visitors as (

    select * from {{ ref('int_named_visitors') }}

),

visitor_ties as (

    select * from {{ ref('int_event_hits_daily') }}
    where last_tied_at is not null

),

identities as (

    select * from {{ ref('stg_identities') }}
    where kind = 'anonymous_id'

),

lead_person_map as (

    select * from {{ ref('int_lead_person_map_this_run') }}

),

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

),

{{ ranked_ties() }},

anonymous_ties as (

    select
        scored_on,
        anonymous_id,
        person_id
    from ranked_ties
    where
        tie_rank = 1
        and people <= {{ var('max_people_per_anonymous_id') }}

)

select * from anonymous_ties
