-- One row per visitor known by the latest day: the person. Like int_visitor_map of that day, but for
-- everybody, even if a run scored only a few people.
{{ config(materialized='view') }}

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

visitor_ties as (

    select * from {{ ref('int_event_hits_daily') }}
    where last_tied_at is not null

),

leads as (

    select
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

-- All leads of one email address are one person.
people_by_email as (

    select distinct
        email,
        person_id
    from leads
    where email is not null

),

named as (

    select
        visitors.visitor_key,
        visitors.anonymous_id,
        coalesce(leads.person_id, people_by_email.person_id) as person_id
    from visitors
    left join leads
        on visitors.lead_id = leads.lead_id
    left join people_by_email
        on visitors.email = people_by_email.email

),

-- Of the days that tie an anonymous_id to a person, the latest wins.
ties as (

    select
        named.anonymous_id,
        named.person_id,
        row_number() over (
            partition by named.anonymous_id
            order by visitor_ties.last_tied_at desc, {{ text_order('named.person_id') }} asc
        ) as tie_rank
    from named
    inner join visitor_ties
        on named.visitor_key = visitor_ties.visitor_key
    inner join latest_day
        on visitor_ties.occurred_on <= latest_day.scored_on
    where named.person_id is not null

),

known_visitors as (

    select
        named.visitor_key,
        coalesce(named.person_id, ties.person_id) as person_id
    from named
    left join ties
        on
            named.anonymous_id = ties.anonymous_id
            and ties.tie_rank = 1
    where coalesce(named.person_id, ties.person_id) is not null

)

select * from known_visitors
