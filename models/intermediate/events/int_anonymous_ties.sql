-- One row per scoring day and anonymous_id that an event up to that day ties to a person: the latest
-- tie wins.

with

named_visitors as (

    select * from {{ ref('int_named_visitors') }}

),

visitor_days as (

    select * from {{ ref('int_visitor_days') }}
    where anonymous_id is not null

),

ranked as (

    select
        named_visitors.scored_on,
        visitor_days.anonymous_id,
        named_visitors.lead_id,
        row_number() over (
            partition by named_visitors.scored_on, visitor_days.anonymous_id
            order by visitor_days.last_occurred_at desc, named_visitors.lead_id asc
        ) as tie_rank
    from named_visitors
    inner join visitor_days
        on
            named_visitors.visitor_key = visitor_days.visitor_key
            and named_visitors.scored_on >= visitor_days.occurred_on

),

anonymous_ties as (

    select
        scored_on,
        anonymous_id,
        lead_id
    from ranked
    where tie_rank = 1

)

select * from anonymous_ties
