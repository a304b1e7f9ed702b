-- Hits that fall after the scoring day, and people engaged after it.

with

person_event_hits as (

    select * from {{ ref('int_person_event_hits') }}

),

people as (

    select * from {{ ref('int_people') }}

),

scored_people as (

    select * from {{ ref('int_scored_people') }}

),

early as (

    select
        people.scorecard,
        people.scored_on,
        people.person_id,
        person_event_hits.occurred_on as hit_on
    from person_event_hits
    inner join people
        on person_event_hits.person_day_key = people.person_day_key
    where person_event_hits.occurred_on > people.scored_on

    union all

    select
        scorecard,
        scored_on,
        person_id,
        last_engaged_on as hit_on
    from scored_people
    where last_engaged_on > scored_on

)

select * from early
