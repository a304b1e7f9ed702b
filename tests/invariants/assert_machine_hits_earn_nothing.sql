-- Visitors, kinds of event and changed days with other hits than events that neither the source, nor the user
-- agent, nor a burst calls a machine's, or with two rows. Counted from the events themselves.

with

{% set is_recounted = is_recounted_day() %}
events as (

    select * from {{ ref('stg_counted_events') }}
    where
        {{ arrived_on_recounted_days() }}
        and {{ is_recounted }}

),

machine_agents as (

    select distinct user_agent from {{ ref('int_machine_agents') }}

),

machine_bursts as (

    select distinct event_key from {{ ref('int_machine_bursts') }}

),

judged as (

    select
        events.*,
        case
            when
                events.is_machine
                or machine_agents.user_agent is not null
                or machine_bursts.event_key is not null
                then 1
            else 0
        end as machine_hits
    from events
    left join machine_agents
        on events.user_agent = machine_agents.user_agent
    left join machine_bursts
        on events.event_key = machine_bursts.event_key

),

sides as (

    select
        visitor_key,
        kind_key,
        occurred_on,
        1 - machine_hits as hits_short,
        machine_hits as machine_hits_short,
        0 as row_count
    from judged

    union all

    select
        visitor_key,
        kind_key,
        occurred_on,
        -hits as hits_short,
        -machine_hits as machine_hits_short,
        1 as row_count
    from {{ ref('int_event_hits_daily') }}
    where {{ is_recounted }}

),

wrong as (

    select
        visitor_key,
        kind_key,
        occurred_on,
        sum(hits_short) as hits_short,
        sum(machine_hits_short) as machine_hits_short,
        sum(row_count) as row_count
    from sides
    group by visitor_key, kind_key, occurred_on
    having
        sum(hits_short) <> 0
        or sum(machine_hits_short) <> 0
        or sum(row_count) <> 1

)

select * from wrong
