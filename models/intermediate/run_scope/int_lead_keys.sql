-- One row per lead and email address or anonymous_id by which events may name it, now or when scores were stored: those
-- of its versions and of the table identities.

with

{% set recorded_leads = previous_run('state_leads') %}
{% set recorded_identities = previous_run('state_identities') %}
lead_keys as (

    select
        lead_id,
        'email' as kind,
        email as value
    from {{ ref('int_lead_versions') }}
    where has_valid_email

    union distinct

    select
        lead_id,
        kind,
        value
    from {{ ref('stg_identities') }}
    {% if recorded_leads %}

    union distinct

    select
        recorded_leads.lead_id,
        'email' as kind,
        recorded_leads.email as value
    from {{ recorded_leads }} as recorded_leads
    where recorded_leads.email is not null
    {% endif %}
    {% if recorded_identities %}

    union distinct

    select
        recorded_identities.lead_id,
        recorded_identities.kind,
        recorded_identities.value
    from {{ recorded_identities }} as recorded_identities
    {% endif %}

)

select * from lead_keys
