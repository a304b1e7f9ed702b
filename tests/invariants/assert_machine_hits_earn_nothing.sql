-- Visitors, kinds of event and changed days with other hits than events that neither the source, nor the user
-- agent, nor a burst calls a machine's, or with two rows. Counted from the events themselves.

with

{% set days = recounted_days() %}
events as (

    select * from {{ ref('stg_events') }}
    where
        {{ arrived_for(days) }}
        and occurred_on in ({{ days }})

),

machine_agents as (

    select distinct user_agent from {{ ref('int_machine_agents') }}

),

machine_bursts as (

    select distinct event_id from {{ ref('int_machine_bursts') }}

),

judged as (

    select
        {{ visitor_key('events') }} as visitor_key,
        events.event_type,
        coalesce(events.asset, '') as asset,
        events.occurred_on,
        case
            when
                events.is_machine
                or machine_agents.user_agent is not null
                or machine_bursts.event_id is not null
                then 1
            else 0
        end as machine_hits
    from events
    left join machine_agents
        on events.user_agent = machine_agents.user_agent
    left join machine_bursts
        on events.event_id = machine_bursts.event_id

),

recounted as (

    select
        visitor_key,
        event_type,
        asset,
        occurred_on,
        count(*) - sum(machine_hits) as hits,
        sum(machine_hits) as machine_hits
    from judged
    group by visitor_key, event_type, asset, occurred_on

),

rollup_rows as (

    select
        visitor_key,
        event_type,
        asset,
        occurred_on,
        max(hits) as hits,
        max(machine_hits) as machine_hits,
        count(*) as row_count
    from {{ ref('int_event_hits_daily') }}
    where occurred_on in ({{ days }})
    group by visitor_key, event_type, asset, {{ event_fields() | join(', ') }}, occurred_on

),

daily_hits as (

    select
        visitor_key,
        event_type,
        coalesce(asset, '') as asset,
        occurred_on,
        sum(hits) as hits,
        sum(machine_hits) as machine_hits,
        max(row_count) as row_count
    from rollup_rows
    group by visitor_key, event_type, coalesce(asset, ''), occurred_on

),

wrong as (

    select
        coalesce(recounted.visitor_key, daily_hits.visitor_key) as visitor_key,
        coalesce(recounted.occurred_on, daily_hits.occurred_on) as occurred_on,
        recounted.hits as expected_hits,
        daily_hits.hits,
        recounted.machine_hits as expected_machine_hits,
        daily_hits.machine_hits,
        daily_hits.row_count
    from recounted
    full outer join daily_hits
        on
            recounted.visitor_key = daily_hits.visitor_key
            and recounted.event_type = daily_hits.event_type
            and recounted.asset = daily_hits.asset
            and recounted.occurred_on = daily_hits.occurred_on
    where
        coalesce(recounted.hits, -1) <> coalesce(daily_hits.hits, -1)
        or coalesce(recounted.machine_hits, -1) <> coalesce(daily_hits.machine_hits, -1)
        or daily_hits.row_count > 1

)

select * from wrong
