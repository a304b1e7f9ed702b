-- One row per page view of Snowplow that sent page pings: the seconds that the visitor was active on the page, by the
-- number of heartbeats. Of several page views with one id the first has them.
{{ config(enabled=is_source('snowplow')) }}

{%- set seconds = dbt.datediff("cast('1970-01-01' as " ~ dbt.type_timestamp() ~ ")", 'occurred_at', 'second') %}

with

events as (

    select
        *,
        coalesce(page_id, session_id || ':' || page_path) as view_key
    from {{ ref('stg_snowplow__events') }}

),

-- Two pings of one heartbeat are one.
active as (

    select
        view_key,
        count(distinct floor({{ seconds }} / {{ heartbeat_seconds() }})) * {{ heartbeat_seconds() }} as seconds
    from events
    where event_name = 'page_ping'
    group by view_key

),

views as (

    select
        event_id,
        view_key,
        row_number() over (
            partition by view_key
            order by occurred_at asc nulls last, {{ text_order('event_id') }} asc
        ) as view_rank
    from events
    where event_name = 'page_view'

),

page_seconds as (

    select
        views.event_id,
        active.seconds
    from views
    inner join active
        on views.view_key = active.view_key
    where views.view_rank = 1

)

select * from page_seconds
