-- One row per change of a field of a lead in Marketo that status_map.csv speaks of, and of the lead status in any case,
-- with the outcome it means, if any.
{{ config(enabled=is_source('marketo')) }}

with

-- The field is Lead Status, leadStatus or lead_status.
history as (

    select
        activity_id,
        record_id,
        occurred_at as changed_at,
        value,
        case
            when lower(replace(replace(name, ' ', ''), '_', '')) = 'leadstatus' then 'lead_status'
            else lower(name)
        end as field
    from ({{ source_rows('marketo', 'activity_change_data_value') }}) as changes

),

judged as (

    select
        *,
        {{ mapped_outcome('marketo', 'field', 'value') }} as mapped_outcome
    from history
    where value is not null

),

status_changes as (

    select
        activity_id,
        record_id,
        field,
        value,
        changed_at,
        nullif(mapped_outcome, '') as outcome,
        mapped_outcome is not null as is_mapped
    from judged
    where mapped_outcome is not null or field = 'lead_status'

)

select * from status_changes
