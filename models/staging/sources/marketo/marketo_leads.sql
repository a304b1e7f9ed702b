-- One row per known record of Marketo in the shape of the contract's leads.
{{ config(enabled=is_source('marketo')) }}

with

leads as (

    select * from {{ ref('stg_marketo__leads') }}

),

merged_leads as (

    select * from {{ ref('stg_marketo__merged_leads') }}

),

-- Where the leads of Salesforce are read too, its record of the same person is the heir.
known as (

    select
        leads.record_id as lead_id,
        leads.created_at,
        leads.updated_at,
        leads.email,
        leads.first_name,
        leads.last_name,
        leads.phone,
        leads.job_title,
        leads.company_name,
        leads.website,
        leads.industry,
        leads.employee_count,
        leads.annual_revenue,
        leads.country,
        leads.region,
        leads.lead_source,
        {{ boolean_text('leads.has_opted_out') }} as do_not_contact,
        {%- for attribute in source_attributes('marketo') %}
        leads.{{ quoted(attribute) }},
        {%- endfor %}
        {{ boolean_text('leads.is_deleted') }} as is_deleted,
        {{ 'coalesce(merged_leads.winner_id, leads.crm_id)' if is_source('salesforce') else 'merged_leads.winner_id' }}
            as merged_into_lead_id
    from leads
    left join merged_leads
        on leads.record_id = merged_leads.loser_id
    where leads.is_known

)

select * from known
