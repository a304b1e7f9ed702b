-- One row per event that is part of a burst: a visitor's run of hits of one type, each within seconds
-- of the one before, on several assets. Mail gateways click every link of a mail; people don't.
-- A run ends with its day, so that what happens tomorrow does not change what was a hit today.

with

burst_rules as (

    select
        lower({{ clean_text('event_type') }}) as event_type,
        {{ read_integer('max_gap_seconds') }} as max_gap_seconds,
        {{ read_integer('min_hits') }} as min_hits,
        {{ read_integer('min_assets') }} as min_assets
    from {{ ref('machine_bursts') }}

),

events as (

    select
        event_id,
        event_type,
        asset,
        occurred_on,
        occurred_at,
        coalesce(lead_id, email, anonymous_id) as visitor
    from {{ ref('stg_events') }}

),

gaps as (

    select
        events.event_id,
        events.visitor,
        events.event_type,
        events.asset,
        events.occurred_on,
        events.occurred_at,
        burst_rules.max_gap_seconds,
        burst_rules.min_hits,
        burst_rules.min_assets,
        lag(events.occurred_at) over (
            partition by events.visitor, events.event_type, events.occurred_on
            order by events.occurred_at, events.event_id
        ) as previous_at
    from events
    inner join burst_rules
        on events.event_type = burst_rules.event_type

),

runs as (

    select
        event_id,
        visitor,
        event_type,
        asset,
        occurred_on,
        occurred_at,
        min_hits,
        min_assets,
        sum(
            case
                when occurred_at <= {{ dbt.dateadd('second', 'max_gap_seconds', 'previous_at') }} then 0
                else 1
            end
        ) over (
            partition by visitor, event_type, occurred_on
            order by occurred_at, event_id
            rows between unbounded preceding and current row
        ) as run_number
    from gaps

),

-- Timestamps that are all at midnight sharp are most likely dates: they say nothing about seconds.
bursts as (

    select
        visitor,
        event_type,
        occurred_on,
        run_number
    from runs
    group by visitor, event_type, occurred_on, run_number, min_hits, min_assets
    having
        count(*) >= min_hits
        and count(distinct asset) >= min_assets
        and max(occurred_at) > cast(occurred_on as timestamp)

),

burst_events as (

    select runs.event_id
    from runs
    inner join bursts
        on
            runs.visitor = bursts.visitor
            and runs.event_type = bursts.event_type
            and runs.occurred_on = bursts.occurred_on
            and runs.run_number = bursts.run_number

)

select * from burst_events
