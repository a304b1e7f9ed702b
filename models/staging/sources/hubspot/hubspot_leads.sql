-- One row per contact of HubSpot in the shape of the contract's leads.
{{ config(enabled=is_source('hubspot')) }}

with

contacts as (

    select * from {{ ref('stg_hubspot__contacts') }}

),

merged_contacts as (

    select * from {{ ref('stg_hubspot__merged_contacts') }}

),

-- ORGANIC_SEARCH is what the rulebook calls organic_search.
leads as (

    select
        contacts.contact_id as lead_id,
        contacts.created_at,
        contacts.updated_at,
        contacts.email,
        contacts.first_name,
        contacts.last_name,
        contacts.phone,
        contacts.job_title,
        contacts.company_name,
        contacts.website,
        contacts.industry,
        contacts.employee_count,
        contacts.annual_revenue,
        contacts.country,
        contacts.region,
        lower(contacts.lead_source) as lead_source,
        {{ boolean_text('contacts.has_opted_out') }} as do_not_contact,
        {{ boolean_text('contacts.is_deleted') }} as is_deleted,
        merged_contacts.winner_id as merged_into_lead_id,
        {%- for attribute in source_attributes('hubspot') %}
        contacts.{{ quoted(attribute) }},
        {%- endfor %}
        contacts.owner_id
    from contacts
    left join merged_contacts
        on contacts.contact_id = merged_contacts.loser_id

)

select * from leads
