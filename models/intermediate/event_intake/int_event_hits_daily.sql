-- One row per visitor (as the event names it), kind of event and day: hits and machine hits. The visitor is not
-- resolved to a person here, so that a visitor who becomes known later brings the past along.
{{ config(
    materialized='incremental', full_refresh=false, partition_by=partition_column('occurred_on'),
    pre_hook=pre_hook_delete(
        "{{ delete_rebuilt_events('occurred_on in (select occurred_on from ' ~ ref('stg_changed_event_days') ~ ')') }}"
    )
) }}

with

events as (

    select * from {{ ref('stg_counted_events') }}
    where {{ happened_on_a_changed_day() }}

),

machine_agents as (

    select * from {{ ref('int_machine_agents') }}

),

machine_bursts as (

    select * from {{ ref('int_machine_bursts') }}

),

judged as (

    select
        events.*,
        -- Only who is named and has an anonymous_id ties the one to the other, at a time that matters.
        case when events.is_tie then events.occurred_at end as tied_at,
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
        on
            case when events.named_key is not null then events.event_key end
            = machine_bursts.event_key

),

daily_hits as (

    select
        visitor_key,
        kind_key,
        occurred_on,
        cast(count(*) - sum(machine_hits) as integer) as hits,
        cast(sum(machine_hits) as integer) as machine_hits,
        max(tied_at) as last_tied_at
    from judged
    group by visitor_key, kind_key, occurred_on

)

select * from daily_hits
