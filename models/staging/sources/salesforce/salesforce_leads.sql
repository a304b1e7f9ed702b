-- One row per lead and per contact of Salesforce in the shape of the contract's leads.
{{ config(enabled=is_source('salesforce')) }}

with

people as (

    select * from {{ ref('stg_salesforce__people') }}

),

leads as (

    select
        person_id as lead_id,
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
        {{ boolean_text('has_opted_out') }} as do_not_contact,
        {{ boolean_text('is_deleted') }} as is_deleted,
        heir_id as merged_into_lead_id,
        {%- for attribute in source_attributes('salesforce') %}
        {{ quoted(attribute) }},
        {%- endfor %}
        owner_id
    from people

)

select * from leads
