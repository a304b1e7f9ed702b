-- One row per change of a lead's status in Salesforce, with the outcome it means, if any.
{{ config(enabled=is_source('salesforce')) }}

with

history as (

    {{ source_rows('salesforce', 'lead_history') }}

),

judged as (

    select
        history_id,
        lead_id,
        lower(field) as field,
        value,
        changed_at,
        {{ mapped_outcome('salesforce', 'field', 'value') }} as mapped_outcome
    from history
    where value is not null and not coalesce(is_deleted, false)

),

status_changes as (

    select
        history_id,
        lead_id,
        field,
        value,
        changed_at,
        nullif(mapped_outcome, '') as outcome,
        mapped_outcome is not null as is_mapped
    from judged
    where mapped_outcome is not null or field = 'status'

)

select * from status_changes
