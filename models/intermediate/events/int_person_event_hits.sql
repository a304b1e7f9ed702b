-- One row per scoring day, person, condition on an event and day with hits that satisfy it.
-- Machine hits are left out: they earn nothing.

with

daily_hits as (

    select * from {{ ref('int_event_hits_daily') }}
    where hits > 0

),

visitor_people as (

    select * from {{ ref('int_visitor_people') }}

),

condition_signals as (

    select * from {{ ref('int_condition_signals') }}

),

person_event_hits as (

    select
        visitor_people.scored_on,
        visitor_people.person_id,
        condition_signals.condition_kind,
        condition_signals.condition_key,
        daily_hits.occurred_on,
        cast(sum(daily_hits.hits) as integer) as hits
    from daily_hits
    inner join condition_signals
        on
            daily_hits.event_type = condition_signals.event_type
            and coalesce(daily_hits.asset, '') = condition_signals.asset
    inner join visitor_people
        on
            daily_hits.visitor_key = visitor_people.visitor_key
            and daily_hits.occurred_on <= visitor_people.scored_on
    group by
        visitor_people.scored_on,
        visitor_people.person_id,
        condition_signals.condition_kind,
        condition_signals.condition_key,
        daily_hits.occurred_on

)

select * from person_event_hits
