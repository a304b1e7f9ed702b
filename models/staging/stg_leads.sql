-- One row per lead: typed, in UTC, without duplicates.

with

checked_leads as (

    select * from {{ ref('stg_leads_checked') }}

),

leads as (

    select
        lead_id,
        lower(email) as email,
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
        budget,
        authority,
        need,
        timeline,
        {{ read_boolean('do_not_contact') }} as do_not_contact,
        coalesce({{ read_boolean('is_deleted') }}, false) as is_deleted,
        nullif(merged_into_lead_id, lead_id) as merged_into_lead_id,
        owner_id,
        {%- for column in custom_attributes() %}
        {{ quoted(column) }},
        {%- endfor %}
        created_at,
        updated_at,
        cast(created_at as date) as created_on,
        {{ is_valid_email('lower(email)') }} as has_valid_email
    from checked_leads
    where record_status = 'usable'

)

select * from leads
