-- One row per row of raw.leads with its verdict: usable, duplicate or rejected (and why).
{{ config(
    materialized='table',
    post_hook="{{ stop_where_unreadable('leads', 'created_at') }}"
) }}

with

raw_leads as (

    select * from {{ ref('base_leads') }}

),

typed as (

    select
        *,
        {{ read_timestamp('created_at') }} as created_at_utc,
        {{ read_timestamp('updated_at') }} as updated_at_utc
    from raw_leads

),

judged as (

    select
        *,
        case
            when unreadable_line is not null then 'the line cannot be read as CSV'
            when lead_id is null then 'lead_id is missing'
            when created_at is null then 'created_at is missing'
            when created_at_utc is null then 'created_at is not an ISO 8601 timestamp'
        end as reject_reason
    from typed

),

-- Of the usable rows of one lead the most recently updated is kept; ties are broken by content, so
-- that the order of the input does not matter.
ranked as (

    select
        *,
        row_number() over (
            partition by lead_id, reject_reason
            order by
                updated_at_utc desc nulls last,
                created_at_utc desc,
                {{ by_content(
                    (lead_columns() + custom_attributes()) | reject('in', ['lead_id', 'created_at', 'updated_at'])
                ) }}
        ) as row_rank
    from judged

),

checked as (

    select
        {%- for column in lead_columns() + custom_attributes()
            if column not in ('created_at', 'updated_at') %}
        {{ quoted(column) }},
        {%- endfor %}
        created_at_utc as created_at,
        updated_at_utc as updated_at,
        case
            when reject_reason is not null then 'rejected'
            when row_rank > 1 then 'duplicate'
            else 'usable'
        end as record_status,
        reject_reason,
        case
            when reject_reason is not null
                then {{ row_as_text(lead_columns() + custom_attributes()) }}
        end as rejected_row,
        case
            when reject_reason is not null
                then {{ row_as_text(lead_columns() + custom_attributes(), is_masked=true) }}
        end as masked_row
    from ranked

)

select * from checked
