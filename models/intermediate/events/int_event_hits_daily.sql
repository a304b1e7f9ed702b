-- One row per visitor (as the event names him), event type, asset and day: hits and machine hits.
-- The visitor is not resolved to a person here, so that one who becomes known later brings his past.

with

events as (

    select * from {{ ref('stg_events') }}

),

machine_agents as (

    select * from {{ ref('int_machine_agents') }}

),

machine_bursts as (

    select * from {{ ref('int_machine_bursts') }}

),

judged as (

    select
        {{ visitor_key('events') }} as visitor_key,
        events.lead_id,
        events.email,
        events.anonymous_id,
        events.event_type,
        events.asset,
        events.occurred_on,
        events.occurred_at,
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

daily_hits as (

    select
        visitor_key,
        lead_id,
        email,
        anonymous_id,
        event_type,
        asset,
        occurred_on,
        cast(count(*) - sum(machine_hits) as integer) as hits,
        cast(sum(machine_hits) as integer) as machine_hits,
        max(occurred_at) as last_occurred_at
    from judged
    group by visitor_key, lead_id, email, anonymous_id, event_type, asset, occurred_on

)

select * from daily_hits
