-- Hits that fall after the scoring day, and people engaged after it.

with

person_event_hits as (

    select * from {{ ref('int_person_event_hits') }}

),

scored_people as (

    select * from {{ ref('int_scored_people') }}

),

early as (

    select
        scorecard,
        scored_on,
        person_id,
        occurred_on as hit_on
    from person_event_hits
    where occurred_on > scored_on

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
