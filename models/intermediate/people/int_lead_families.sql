-- One row per lead that ever shared a key with another: its family, all who could be one person with it
-- on some day, or take a visitor from it. Leads that never shared one are a family of their own and do not
-- appear.

with

{% set recorded = last_run('int_known_leads') %}
versions as (

    select
        lead_id,
        case when has_valid_email then email end as email,
        merged_into_lead_id
    from {{ ref('int_lead_versions') }}
    {% if recorded %}

    union distinct

    select
        lead_id,
        email,
        merged_into_lead_id
    from {{ recorded }}
    {% endif %}

),

visitors as (

    select * from {{ ref('int_visitors') }}

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
        versions.lead_id,
        'visitor ' || visitors.anonymous_id as identity_key
    from versions
    inner join visitors
        on versions.lead_id = visitors.lead_id

    union distinct

    select
        versions.lead_id,
        'visitor ' || visitors.anonymous_id as identity_key
    from versions
    inner join visitors
        on versions.email = visitors.email

    union distinct

    -- An event may name one lead by its id and another by its mail address.
    select
        versions.lead_id,
        'lead ' || visitors.lead_id as identity_key
    from versions
    inner join visitors
        on versions.email = visitors.email

),

shared_keys as (

    select identity_key
    from keys
    where identity_key is not null
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
        min(label) as family_label
    from round_{{ var('identity_rounds') }}
    group by lead_id

)

select * from families
