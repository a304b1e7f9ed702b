-- One row per contact of HubSpot that the loader has brought; what the contact lacks is its company's.
{{ config(enabled=is_source('hubspot')) }}

with

contacts as (

    {{ source_rows('hubspot', 'contact') }}

),

companies as (

    {{ source_rows('hubspot', 'company') }}

),

filled as (

    select
        contacts.contact_id,
        contacts.id_prefix,
        contacts.created_at,
        contacts.updated_at,
        contacts.email,
        contacts.additional_emails,
        contacts.first_name,
        contacts.last_name,
        contacts.phone,
        contacts.job_title,
        coalesce(contacts.company_name, companies.company_name) as company_name,
        coalesce(contacts.website, companies.website) as website,
        coalesce(contacts.industry, companies.industry) as industry,
        coalesce(contacts.employee_count, companies.employee_count) as employee_count,
        coalesce(contacts.annual_revenue, companies.annual_revenue) as annual_revenue,
        coalesce(contacts.country, companies.country) as country,
        case
            when contacts.country is null then coalesce(contacts.region, companies.region)
            else contacts.region
        end as region,
        contacts.lead_source,
        contacts.has_opted_out,
        contacts.merged_ids,
        contacts.owner_id,
        {%- for attribute in source_attributes('hubspot') %}
        contacts.{{ quoted(attribute) }},
        {%- endfor %}
        contacts.is_deleted
    from contacts
    left join companies
        on contacts.company_id = companies.company_id

)

select * from filled
