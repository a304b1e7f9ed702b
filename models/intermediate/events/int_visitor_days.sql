-- One row per visitor, as the events name him, and day he was seen: his last sighting that day.

with

daily_hits as (

    select * from {{ ref('int_event_hits_daily') }}

),

visitor_days as (

    select
        visitor_key,
        lead_id,
        email,
        anonymous_id,
        occurred_on,
        max(last_occurred_at) as last_occurred_at
    from daily_hits
    group by visitor_key, lead_id, email, anonymous_id, occurred_on

)

select * from visitor_days
