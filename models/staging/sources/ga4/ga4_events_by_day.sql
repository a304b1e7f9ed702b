-- One row per day of GA4, in the zone of the property: its events, and those that name no visitor and cannot be used.
{{ config(enabled=is_source('ga4')) }}

with

events as (

    select * from {{ ref('stg_ga4__events') }}

),

days as (

    select
        event_day,
        count(*) as exported_events,
        count(*) - count(coalesce(anonymous_id, user_id)) as events_without_visitor
    from events
    group by event_day

)

select * from days
