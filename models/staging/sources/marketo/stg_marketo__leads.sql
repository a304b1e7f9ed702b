-- One row per record of Marketo that the loader has brought: leads, deleted and merged ones included, and visitors who
-- have not said who they are (is_known is false).
{{ config(enabled=is_source('marketo')) }}

with

records as (

    {{ source_rows('marketo', 'lead') }}

),

-- Marketo tells of a deletion by an activity; the record stays in the table as it was.
deletions as (

    select distinct record_id
    from ({{ source_rows('marketo', 'activity_delete_lead') }}) as deleted

),

leads as (

    select
        records.record_id,
        records.created_at,
        records.updated_at,
        records.email,
        records.first_name,
        records.last_name,
        records.phone,
        records.job_title,
        records.company_name,
        records.website,
        records.industry,
        records.employee_count,
        records.annual_revenue,
        records.country,
        records.region,
        records.lead_source,
        coalesce(records.has_unsubscribed, false) or coalesce(records.is_suspended, false) as has_opted_out,
        coalesce(records.sfdc_contact_id, records.sfdc_lead_id) as crm_id,
        coalesce(records.email, records.last_name) is not null as is_known,
        {%- for attribute in source_attributes('marketo') %}
        records.{{ quoted(attribute) }},
        {%- endfor %}
        coalesce(records.is_deleted, false) or deletions.record_id is not null as is_deleted
    from records
    left join deletions
        on records.record_id = deletions.record_id

)

select * from leads
