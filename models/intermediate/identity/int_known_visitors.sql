-- One row per visitor that is known by the latest day, or would be if its anonymous_id were not tied to too many: the
-- person, or null. Like int_visitor_map of that day, but for everybody, even if a run scored only a few people.

with

latest_day as (

    select distinct scored_on
    from {{ ref('int_scoring_dates') }}
    where is_latest

),

visitors as (

    select * from {{ ref('int_visitors') }}

),

lead_versions as (

    select * from {{ ref('int_lead_versions') }}

),

lead_person_map as (

    select * from {{ ref('int_lead_person_map') }}

),

identities as (

    select * from {{ ref('stg_identities') }}

),

listed_addresses as (

    select * from {{ ref('int_listed_addresses') }}

),

visitor_ties as (

    select * from {{ ref('int_event_hits_daily') }}
    where last_tied_at is not null

),

leads as (

    select
        latest_day.scored_on,
        lead_versions.lead_id,
        coalesce(lead_person_map.person_id, lead_versions.lead_id) as person_id,
        case when lead_versions.has_valid_email then lead_versions.email end as email
    from lead_versions
    inner join latest_day
        on
            lead_versions.created_on <= latest_day.scored_on
            and lead_versions.valid_from <= latest_day.scored_on
            and lead_versions.valid_to > latest_day.scored_on
    left join lead_person_map
        on
            lead_versions.lead_id = lead_person_map.lead_id
            and latest_day.scored_on = lead_person_map.scored_on

),

{{ people_by_address() }},

named as (

    select
        visitors.visitor_key,
        visitors.anonymous_id,
        coalesce(leads.person_id, people_by_address.person_id) as person_id
    from visitors
    left join leads
        on visitors.lead_id = leads.lead_id
    left join people_by_address
        on visitors.email = people_by_address.email

),

ties as (

    select
        latest_day.scored_on,
        named.anonymous_id,
        named.person_id,
        visitor_ties.last_tied_at as tied_at
    from named
    inner join visitor_ties
        on named.visitor_key = visitor_ties.visitor_key
    inner join latest_day
        on visitor_ties.occurred_on <= latest_day.scored_on
    where named.person_id is not null

    union all

    select
        leads.scored_on,
        identities.value as anonymous_id,
        leads.person_id,
        identities.since as tied_at
    from identities
    inner join leads
        on
            identities.lead_id = leads.lead_id
            and coalesce(cast(identities.since as date), leads.scored_on) <= leads.scored_on
    where identities.kind = 'anonymous_id'

),

-- The latest tie of an anonymous_id wins.
{{ ranked_ties() }},

known_visitors as (

    select
        named.visitor_key,
        case
            when named.person_id is not null then named.person_id
            when ranked_ties.people <= {{ var('max_people_per_anonymous_id') }} then ranked_ties.person_id
        end as person_id,
        named.anonymous_id,
        coalesce(ranked_ties.people, 0) as people_tied
    from named
    left join ranked_ties
        on
            named.anonymous_id = ranked_ties.anonymous_id
            and ranked_ties.tie_rank = 1
    where
        named.person_id is not null
        or ranked_ties.person_id is not null

)

select * from known_visitors
