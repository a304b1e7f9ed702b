-- One row per change of a contact's lifecycle stage or lead status in HubSpot, with the outcome it means, if any.
{{ config(enabled=is_source('hubspot')) }}

with

history as (

    {{ source_rows('hubspot', 'contact_property_history') }}

),

merged_contacts as (

    select * from {{ ref('stg_hubspot__merged_contacts') }}

),

judged as (

    select
        coalesce(merged_contacts.winner_id, history.contact_id) as contact_id,
        lower(history.field) as field,
        history.value,
        history.changed_at,
        {{ mapped_outcome('hubspot', 'history.field', 'history.value') }} as mapped_outcome
    from history
    left join merged_contacts
        on history.contact_id = merged_contacts.loser_id
    where history.value is not null

),

status_changes as (

    select distinct
        contact_id,
        field,
        value,
        changed_at,
        nullif(mapped_outcome, '') as outcome,
        mapped_outcome is not null as is_mapped
    from judged
    where mapped_outcome is not null or field in ('lifecyclestage', 'hs_lead_status')

)

select * from status_changes
