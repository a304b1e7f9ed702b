-- One row per visitor who is named and has an anonymous_id, and day he was seen: the last time that day.
{{ config(materialized='view') }}

with

daily_hits as (

    select * from {{ ref('int_event_hits_daily') }}
    where last_tied_at is not null

),

visitor_ties as (

    select
        visitor_key,
        occurred_on,
        max(last_tied_at) as last_tied_at
    from daily_hits
    group by visitor_key, occurred_on

)

select * from visitor_ties
