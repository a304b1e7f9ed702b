-- One row per day of the last 90, days without events too, as far back as events go.

with

daily as (

    select
        cast(read_timestamp(occurred_at) as date) as event_day,
        count(*) as events,
        avg(cast(lower(is_machine) in ('true', 't', 'yes', 'y', '1') and is_machine is not null as integer))
            as machine_share,
        avg(cast(coalesce(lead_id, email) is not null as integer)) as named_share,
        avg(cast(coalesce(read_timestamp(loaded_at) > read_timestamp(occurred_at) + interval 2 day, false) as integer))
            as late_share
    from events
    where cast(read_timestamp(occurred_at) as date) <= getvariable('last_day')
    group by event_day

),

days as (

    select cast(unnest(range(
        greatest(min(event_day), getvariable('last_day') - 145),
        getvariable('last_day') + 1,
        interval 1 day
    )) as date) as event_day
    from daily
    having count(*) > 0

),

filled as (

    select
        days.event_day,
        coalesce(daily.events, 0) as events,
        daily.machine_share,
        daily.named_share,
        daily.late_share
    from days
    left join daily
        on days.event_day = daily.event_day

),

compared as (

    select
        *,
        events / nullif(
            median(events) over (
                partition by dayofweek(event_day)
                order by event_day rows between 8 preceding and 1 preceding
            ), 0
        ) as events_to_usual
    from filled

)

select * from compared
where event_day > getvariable('last_day') - 90
