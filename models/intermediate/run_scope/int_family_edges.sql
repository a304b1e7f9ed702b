-- One row per lead and key that it shares with another lead in any version, now or when scores were stored: an
-- email address, a merge or a visitor.

with

{% set recorded = previous_run('state_leads') %}
merged_leads as (

    select
        lead_id,
        merged_into_lead_id
    from {{ ref('int_lead_versions') }}
    {% if recorded %}

    union distinct

    select
        recorded_leads.lead_id,
        recorded_leads.merged_into_lead_id
    from {{ recorded }} as recorded_leads
    {% endif %}

),

lead_keys as (

    select * from {{ ref('int_lead_keys') }}

),

visitors as (

    select * from {{ ref('int_visitors') }}

),

-- Visitors of a lead by its id or by an email address; an event may name one lead by the one and another by
-- the other.
visitors_of_leads as (

    select
        merged_leads.lead_id,
        visitors.lead_id as named_lead_id,
        visitors.anonymous_id
    from merged_leads
    inner join visitors
        on merged_leads.lead_id = visitors.lead_id

    union distinct

    select
        lead_keys.lead_id,
        visitors.lead_id as named_lead_id,
        visitors.anonymous_id
    from lead_keys
    inner join visitors
        on lead_keys.value = visitors.email
    where lead_keys.kind = 'email'

),

keys as (

    select
        lead_keys.lead_id,
        'mail ' || lead_keys.value as identity_key
    from lead_keys
    where lead_keys.kind = 'email'

    union distinct

    select
        lead_keys.lead_id,
        'visitor ' || lead_keys.value as identity_key
    from lead_keys
    where lead_keys.kind = 'anonymous_id'

    union distinct

    select
        lead_id,
        'lead ' || lead_id as identity_key
    from merged_leads

    union distinct

    select
        lead_id,
        'lead ' || merged_into_lead_id as identity_key
    from merged_leads
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
