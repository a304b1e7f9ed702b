-- One row per lead and per contact of Salesforce that the loader has brought, deleted and converted ones included; what
-- a contact lacks is its account's.
{{ config(enabled=is_source('salesforce')) }}

{%- set no_text = 'cast(null as ' ~ dbt.type_string() ~ ')' %}

with

leads as (

    {{ source_rows('salesforce', 'lead') }}

),

contacts as (

    {{ source_rows('salesforce', 'contact') }}

),

accounts as (

    {{ source_rows('salesforce', 'account') }}

),

people as (

    select
        person_id,
        coalesce(master_record_id, converted_contact_id) as heir_id,
        created_at,
        updated_at,
        email,
        first_name,
        last_name,
        phone,
        job_title,
        company_name,
        website,
        industry,
        employee_count,
        annual_revenue,
        country,
        region,
        lead_source,
        has_opted_out,
        is_deleted,
        owner_id,
        bounced_at,
        {{ no_text }} as person_account_id,
        converted_opportunity_id,
        case when is_converted then coalesce(converted_contact_id, person_id) end as converted_to_id,
        {%- for attribute in source_attributes('salesforce') %}
        {{ quoted(attribute) }},
        {%- endfor %}
        case when is_converted then converted_at end as converted_at
    from leads

    union all

    select
        contacts.person_id,
        contacts.master_record_id as heir_id,
        contacts.created_at,
        contacts.updated_at,
        contacts.email,
        contacts.first_name,
        contacts.last_name,
        contacts.phone,
        contacts.job_title,
        accounts.company_name,
        accounts.website,
        accounts.industry,
        accounts.employee_count,
        accounts.annual_revenue,
        coalesce(contacts.country, accounts.country) as country,
        case
            when contacts.country is null then coalesce(contacts.region, accounts.region) else contacts.region
        end as region,
        contacts.lead_source,
        contacts.has_opted_out,
        contacts.is_deleted,
        contacts.owner_id,
        contacts.bounced_at,
        case when contacts.is_person_account then contacts.account_id end as person_account_id,
        {{ no_text }} as converted_opportunity_id,
        {{ no_text }} as converted_to_id,
        {%- for attribute in source_attributes('salesforce') %}
        contacts.{{ quoted(attribute) }},
        {%- endfor %}
        cast(null as {{ dbt.type_timestamp() }}) as converted_at
    from contacts
    left join accounts
        on contacts.account_id = accounts.account_id

)

select * from people
