-- One row per event type of the last 120 days: its share in the last 30 and in the 90 before.

with

recent as (

    select
        lower(event_type) as event_type,
        getvariable('last_day') - cast(read_timestamp(occurred_at) as date) as days_ago
    from events
    where
        event_type is not null
        and cast(read_timestamp(occurred_at) as date)
        between getvariable('last_day') - 119 and getvariable('last_day')

),

counted as (

    select
        event_type,
        count(*) filter (where days_ago < 30) as events_last_30_days,
        count(*) filter (where days_ago >= 30) as events_90_days_before
    from recent
    group by event_type

),

shares as (

    select
        event_type,
        case when events_last_30_days > 0 then event_type end as recent_event_type,
        events_last_30_days / nullif(sum(events_last_30_days) over (), 0)
        - events_90_days_before / nullif(sum(events_90_days_before) over (), 0) as share_change
    from counted

)

select * from shares
