-- One row per event of a changed day that is part of a burst: a visitor's run of hits of one type, each
-- within seconds of the one before, on several assets. Mail gateways click all links of a mail; people don't.
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

numbered_rules as (

    select
        *,
        row_number() over (order by event_type, max_gap_seconds, min_hits, min_assets) as rule_number
    from burst_rules

),

events as (

    select
        event_key,
        kind_key,
        occurred_on,
        occurred_at,
        named_key
    from {{ ref('stg_counted_events') }}
    where
        {{ happened_on_a_changed_day() }}
        and named_key is not null

),

gaps as (

    select
        events.event_key,
        events.named_key,
        event_kinds.asset,
        events.occurred_on,
        events.occurred_at,
        numbered_rules.rule_number,
        numbered_rules.max_gap_seconds,
        lag(events.occurred_at) over (
            partition by numbered_rules.rule_number, events.named_key, events.occurred_on
            order by events.occurred_at, events.event_key
        ) as previous_at
    from events
    inner join {{ ref('stg_event_kinds') }} as event_kinds
        on events.kind_key = event_kinds.kind_key
    inner join numbered_rules
        on event_kinds.event_type = numbered_rules.event_type

),

runs as (

    select
        event_key,
        named_key,
        asset,
        occurred_on,
        occurred_at,
        rule_number,
        sum(
            case
                when occurred_at <= {{ add_seconds('previous_at', 'max_gap_seconds') }} then 0
                else 1
            end
        ) over (
            partition by rule_number, named_key, occurred_on
            order by occurred_at, event_key
            rows between unbounded preceding and current row
        ) as run_number
    from gaps

),

-- Timestamps that are all at midnight sharp are most likely dates: they say nothing about seconds.
bursts as (

    select
        runs.rule_number,
        runs.named_key,
        runs.occurred_on,
        runs.run_number
    from runs
    inner join numbered_rules
        on runs.rule_number = numbered_rules.rule_number
    group by
        runs.rule_number,
        runs.named_key,
        runs.occurred_on,
        runs.run_number,
        numbered_rules.min_hits,
        numbered_rules.min_assets
    having
        count(*) >= numbered_rules.min_hits
        and count(distinct runs.asset) >= numbered_rules.min_assets
        and max(runs.occurred_at) > cast(runs.occurred_on as timestamp)

),

burst_events as (

    select distinct runs.event_key
    from runs
    inner join bursts
        on
            runs.rule_number = bursts.rule_number
            and runs.named_key = bursts.named_key
            and runs.occurred_on = bursts.occurred_on
            and runs.run_number = bursts.run_number

)

select * from burst_events
