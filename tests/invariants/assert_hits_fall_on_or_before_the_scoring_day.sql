-- Hits of a rule that fall after the scoring day, and people engaged after it.

with

counted_hits as (

    select * from {{ ref('int_counted_hits') }}

),

scored_people as (

    select * from {{ ref('int_scored_people') }}

),

early as (

    select
        scored_on,
        lead_id,
        hit_on
    from counted_hits
    where hit_on > scored_on

    union all

    select
        scored_on,
        lead_id,
        last_engaged_on as hit_on
    from scored_people
    where last_engaged_on > scored_on

)

select * from early
