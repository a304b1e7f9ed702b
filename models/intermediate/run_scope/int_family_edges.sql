-- One row per lead and key that it shares with another lead in any version, now or when scores were stored: a
-- email address, a merge or a visitor.

with

{% set recorded = previous_run('state_leads') %}
versions as (

    select
        lead_id,
        case when has_valid_email then email end as email,
        merged_into_lead_id
    from {{ ref('int_lead_versions') }}
    {% if recorded %}

    union distinct

    select
        recorded_leads.lead_id,
        recorded_leads.email,
        recorded_leads.merged_into_lead_id
    from {{ recorded }} as recorded_leads
    {% endif %}

),

visitors as (

    select * from {{ ref('int_visitors') }}

),

-- Visitors of a lead by its id or by its email address; an event may name one lead by the one and another by
-- the other.
visitors_of_leads as (

    select
        versions.lead_id,
        visitors.lead_id as named_lead_id,
        visitors.anonymous_id
    from versions
    inner join visitors
        on versions.lead_id = visitors.lead_id

    union distinct

    select
        versions.lead_id,
        visitors.lead_id as named_lead_id,
        visitors.anonymous_id
    from versions
    inner join visitors
        on versions.email = visitors.email

),

keys as (

    select
        lead_id,
        'mail ' || email as identity_key
    from versions
    where email is not null

    union distinct

    select
        lead_id,
        'lead ' || lead_id as identity_key
    from versions

    union distinct

    select
        lead_id,
        'lead ' || merged_into_lead_id as identity_key
    from versions
    where merged_into_lead_id is not null

    union distinct

    select
        lead_id,
        'lead ' || named_lead_id as identity_key
    from visitors_of_leads
    where named_lead_id is not null

    union distinct

    select
        lead_id,
        'visitor ' || anonymous_id as identity_key
    from visitors_of_leads
    where anonymous_id is not null

),

shared_keys as (

    select identity_key
    from keys
    group by identity_key
    having count(*) > 1

),

family_edges as (

    select
        keys.lead_id,
        keys.identity_key
    from keys
    inner join shared_keys
        on keys.identity_key = shared_keys.identity_key

)

select * from family_edges
