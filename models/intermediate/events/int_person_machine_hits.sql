-- One row per scoring day and person with events: how many hits, and how many of them by machines.
{{ config(materialized='view') }}

with

daily_hits as (

    select * from {{ ref('int_event_hits_daily') }}

),

visitor_people as (

    select * from {{ ref('int_visitor_people') }}

),

person_machine_hits as (

    select
        visitor_people.scored_on,
        visitor_people.person_id,
        cast(sum(daily_hits.hits + daily_hits.machine_hits) as bigint) as all_hits,
        cast(sum(daily_hits.machine_hits) as bigint) as machine_hits
    from daily_hits
    inner join visitor_people
        on
            daily_hits.visitor_key = visitor_people.visitor_key
            and daily_hits.occurred_on <= visitor_people.scored_on
    group by visitor_people.scored_on, visitor_people.person_id

)

select * from person_machine_hits
