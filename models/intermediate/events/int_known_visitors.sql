-- One row per visitor who is known by the latest day: the person behind him. As int_visitor_people of that
-- day, but of everybody, also where a run scored only a few people again.
{{ config(materialized='view') }}

with

latest_day as (

    select * from {{ ref('int_latest_day') }}

),

visitors as (

    select * from {{ ref('int_visitors') }}

),

lead_versions as (

    select * from {{ ref('int_lead_versions') }}

),

person_members as (

    select * from {{ ref('int_person_members') }}

),

visitor_ties as (

    select * from {{ ref('int_visitor_ties') }}

),

leads as (

    select
        lead_versions.lead_id as member_lead_id,
        coalesce(person_members.lead_id, lead_versions.lead_id) as lead_id,
        case when lead_versions.has_valid_email then lead_versions.email end as email
    from lead_versions
    inner join latest_day
        on
            lead_versions.created_on <= latest_day.scored_on
            and lead_versions.valid_from <= latest_day.scored_on
            and lead_versions.valid_to > latest_day.scored_on
    left join person_members
        on
            lead_versions.lead_id = person_members.member_lead_id
            and latest_day.scored_on = person_members.scored_on

),

-- All leads of one mail address are one person.
people_by_email as (

    select distinct
        email,
        lead_id
    from leads
    where email is not null

),

named as (

    select
        visitors.visitor_key,
        visitors.anonymous_id,
        coalesce(leads.lead_id, people_by_email.lead_id) as lead_id
    from visitors
    left join leads
        on visitors.lead_id = leads.member_lead_id
    left join people_by_email
        on visitors.email = people_by_email.email

),

-- Of the days that tie an anonymous_id to a person, the latest wins.
ties as (

    select
        named.anonymous_id,
        named.lead_id,
        row_number() over (
            partition by named.anonymous_id
            order by visitor_ties.last_tied_at desc, {{ text_order('named.lead_id') }} asc
        ) as tie_rank
    from named
    inner join visitor_ties
        on named.visitor_key = visitor_ties.visitor_key
    inner join latest_day
        on visitor_ties.occurred_on <= latest_day.scored_on
    where named.lead_id is not null

),

known_visitors as (

    select
        named.visitor_key,
        coalesce(named.lead_id, ties.lead_id) as lead_id
    from named
    left join ties
        on
            named.anonymous_id = ties.anonymous_id
            and ties.tie_rank = 1
    where coalesce(named.lead_id, ties.lead_id) is not null

)

select * from known_visitors
