-- One row per month and kind of event ('*' = all) with events: how many of them machines made.

with

daily_hits as (

    select * from {{ ref('int_event_hits_daily') }}

),

latest_day as (

    select distinct scored_on
    from {{ ref('int_scoring_dates') }}
    where is_latest

),

levels as (

    {{ report_levels() }}

),

by_month as (

    select
        cast({{ dbt.date_trunc('month', 'daily_hits.occurred_on') }} as date) as month_starts_on,
        case when levels.is_total then '*' else event_kinds.event_type end as event_type,
        sum(daily_hits.hits + daily_hits.machine_hits) as events,
        sum(daily_hits.machine_hits) as machine_events
    from daily_hits
    inner join latest_day
        on daily_hits.occurred_on <= latest_day.scored_on
    inner join {{ ref('stg_event_kinds') }} as event_kinds
        on daily_hits.kind_key = event_kinds.kind_key
    cross join levels
    group by
        cast({{ dbt.date_trunc('month', 'daily_hits.occurred_on') }} as date),
        case when levels.is_total then '*' else event_kinds.event_type end

),

machine_traffic as (

    select
        month_starts_on,
        event_type,
        cast(events as bigint) as events,
        cast(events - machine_events as bigint) as person_events,
        cast(machine_events as bigint) as machine_events,
        {{ rate_columns('machine_share', 'machine_events', 'events') }},
        events >= {{ var('min_group_size') }} as is_enough
    from by_month

)

select * from machine_traffic
