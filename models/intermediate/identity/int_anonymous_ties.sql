-- One row per scoring day and anonymous_id that an event up to that day ties to a person: the latest tie
-- wins.

with

named_visitors as (

    select * from {{ ref('int_named_visitors') }}

),

visitor_ties as (

    select * from {{ ref('int_event_hits_daily') }}
    where last_tied_at is not null

),

ranked as (

    select
        named_visitors.scored_on,
        named_visitors.anonymous_id,
        named_visitors.person_id,
        row_number() over (
            partition by named_visitors.scored_on, named_visitors.anonymous_id
            order by visitor_ties.last_tied_at desc, {{ text_order('named_visitors.person_id') }} asc
        ) as tie_rank
    from named_visitors
    inner join visitor_ties
        on
            named_visitors.visitor_key = visitor_ties.visitor_key
            and named_visitors.scored_on >= visitor_ties.occurred_on

),

anonymous_ties as (

    select
        scored_on,
        anonymous_id,
        person_id
    from ranked
    where tie_rank = 1

)

select * from anonymous_ties
