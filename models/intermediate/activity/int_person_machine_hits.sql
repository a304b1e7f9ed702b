-- One row per scoring day of this run and person with events: how many hits, and how many of them by bots.
{{ config(materialized='view') }}

with

daily_hits as (

    select * from {{ ref('int_event_hits_daily') }}

),

visitor_map as (

    select * from {{ ref('int_visitor_map') }}

),

person_machine_hits as (

    select
        visitor_map.scored_on,
        visitor_map.person_id,
        cast(sum(daily_hits.hits + daily_hits.machine_hits) as bigint) as all_hits,
        cast(sum(daily_hits.machine_hits) as bigint) as machine_hits
    from daily_hits
    inner join visitor_map
        on
            daily_hits.visitor_key = visitor_map.visitor_key
            and daily_hits.occurred_on <= visitor_map.scored_on
    group by visitor_map.scored_on, visitor_map.person_id

)

select * from person_machine_hits
