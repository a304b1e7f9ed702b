-- One row: all of raw.events in figures.

with

typed as (

    select
        *,
        read_timestamp(occurred_at) as occurred_at_utc
    from events

),

profile as (

    select
        count(*) as events,
        avg(cast(_unreadable_line is not null as integer)) as unreadable_share,
        1 - count(distinct event_id) / nullif(count(event_id), 0) as repeated_share,
        avg(cast(occurred_at_utc is null as integer)) as undated_share,
        avg(cast(event_type is null as integer)) as untyped_share,
        avg(cast(coalesce(lead_id, email, anonymous_id) is null as integer)) as nameless_share,
        avg(cast(coalesce(occurred_at_utc >= getvariable('today') + interval 1 day, false) as integer))
            as future_share,
        getvariable('last_day') - max(cast(occurred_at_utc as date))
            filter (where cast(occurred_at_utc as date) <= getvariable('last_day')) as days_since_latest
    from typed

)

select * from profile
where events > 0
