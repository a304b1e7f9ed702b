-- One row per row of raw.events with its verdict: usable, duplicate or rejected (and why).
{{ config(materialized='table') }}

with

raw_events as (

    select * from {{ ref('base_events') }}

),

typed as (

    select
        *,
        {{ read_timestamp('occurred_at') }} as occurred_at_utc,
        {{ read_timestamp('loaded_at') }} as loaded_at_utc
    from raw_events

),

judged as (

    select
        *,
        case
            when unreadable_line is not null then 'the line cannot be read as CSV'
            when event_id is null then 'event_id is missing'
            when event_type is null then 'event_type is missing'
            when occurred_at is null then 'occurred_at is missing'
            when occurred_at_utc is null then 'occurred_at is not an ISO 8601 timestamp'
            when coalesce(lead_id, email, anonymous_id) is null
                then 'lead_id, email and anonymous_id are all missing'
        end as reject_reason
    from typed

),

-- Of the copies of one event the first to arrive is kept, so that a copy that comes later changes
-- nothing; ties are broken by content, so that the order of the input does not matter.
ranked as (

    select
        *,
        row_number() over (
            partition by event_id, reject_reason
            order by
                loaded_at_utc asc nulls last,
                occurred_at_utc asc,
                {{ by_content(event_columns() | reject('in', ['event_id', 'occurred_at', 'loaded_at'])) }}
        ) as row_rank
    from judged

),

checked as (

    select
        {%- for column in event_columns() if column not in ('occurred_at', 'loaded_at') %}
        {{ column }},
        {%- endfor %}
        occurred_at_utc as occurred_at,
        loaded_at_utc as loaded_at,
        case
            when reject_reason is not null then 'rejected'
            when row_rank > 1 then 'duplicate'
            else 'usable'
        end as record_status,
        reject_reason,
        case when reject_reason is not null then {{ row_as_text(event_columns()) }} end as rejected_row
    from ranked

)

select * from checked
