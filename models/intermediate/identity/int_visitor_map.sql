-- One row per scoring day of this run and visitor known by then: the person the visitor's events belong to.

with

named_visitors as (

    select * from {{ ref('int_named_visitors') }}

),

visitors as (

    select * from {{ ref('int_visitors') }}
    where anonymous_id is not null

),

anonymous_ties as (

    select * from {{ ref('int_anonymous_ties') }}

),

-- Visitors named by their own events come first; the others are known by their anonymous_id.
tied_visitors as (

    select
        anonymous_ties.scored_on,
        visitors.visitor_key,
        anonymous_ties.person_id
    from visitors
    inner join anonymous_ties
        on visitors.anonymous_id = anonymous_ties.anonymous_id
    left join named_visitors
        on
            anonymous_ties.scored_on = named_visitors.scored_on
            and visitors.visitor_key = named_visitors.visitor_key
    where named_visitors.visitor_key is null

),

visitor_map as (

    select
        scored_on,
        visitor_key,
        person_id
    from named_visitors

    union all

    select
        scored_on,
        visitor_key,
        person_id
    from tied_visitors

)

select * from visitor_map
