-- One row per scoring day and person with events: how many hits, and how many of them by machines.

with

daily_hits as (

    select
        visitor_key,
        occurred_on,
        sum(hits + machine_hits) as all_hits,
        sum(machine_hits) as machine_hits
    from {{ ref('int_event_hits_daily') }}
    group by visitor_key, occurred_on

),

visitor_people as (

    select * from {{ ref('int_visitor_people') }}

),

person_machine_hits as (

    select
        visitor_people.scored_on,
        visitor_people.lead_id,
        cast(sum(daily_hits.all_hits) as bigint) as all_hits,
        cast(sum(daily_hits.machine_hits) as bigint) as machine_hits
    from visitor_people
    inner join daily_hits
        on
            visitor_people.visitor_key = daily_hits.visitor_key
            and visitor_people.scored_on >= daily_hits.occurred_on
    group by visitor_people.scored_on, visitor_people.lead_id

)

select * from person_machine_hits
