-- One row per event: typed, in UTC, without duplicates.

with

checked_events as (

    select * from {{ ref('stg_events_checked') }}

),

events as (

    select
        event_id,
        lead_id,
        lower(email) as email,
        anonymous_id,
        lower(event_type) as event_type,
        channel,
        asset,
        campaign,
        user_agent,
        coalesce({{ read_boolean('is_machine') }}, false) as is_machine,
        occurred_at,
        loaded_at,
        cast(occurred_at as date) as occurred_on
    from checked_events
    where record_status = 'usable'

)

select * from events
