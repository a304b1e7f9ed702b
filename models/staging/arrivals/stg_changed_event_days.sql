-- One row per day whose events differ from those the last run knew: the days of new events, and of all
-- copies of an event that came again; and the days on which events of a batch happened that is taken in again.
{{ config(materialized='table') }}

with

arrivals as (

    select * from {{ ref('stg_event_arrivals') }}

),

copies as (

    select * from {{ ref('stg_event_copies') }}

),

doubled_events as (

    select * from {{ ref('stg_doubled_events') }}

),

replaced_events as (

    select * from {{ ref('stg_replaced_events') }}

),

changed_days as (

    select occurred_on
    from arrivals
    where {{ in_new_batch() }} and occurred_on is not null

    union distinct

    select copies.occurred_on
    from copies
    inner join doubled_events
        on copies.event_key = doubled_events.event_key

    union distinct

    select occurred_on
    from replaced_events

)

select * from changed_days
