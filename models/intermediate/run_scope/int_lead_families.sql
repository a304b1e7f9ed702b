-- One row per lead and key that it shares with another lead in any version, now or when scores were stored (an email
-- address, a merge or a visitor): its family, all who could be one person with it on some day, or take a visitor from
-- it. Leads that never shared a key are a family of their own and do not appear.

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

round_0 as (

    select
        cast(null as date) as scored_on,
        keys.lead_id,
        keys.identity_key,
        {{ dbt.hash('keys.lead_id') }} as label
    from keys
    inner join shared_keys
        on keys.identity_key = shared_keys.identity_key

),

{% for round in range(var('identity_rounds')) %}
round_{{ round + 1 }} as {{ materialized() }} (

    {{ label_round('round_' ~ round) }}

),

{% endfor %}
families as (

    select
        lead_id,
        identity_key,
        label as family_label
    from round_{{ var('identity_rounds') }}

)

select * from families
