-- One row per key of an event_id that occurs more than once, and batch, where one of its copies is new, or was in a
-- batch that is taken in again. Two event_ids with one key are named too: the copies are told apart by their text.
-- depends_on: {{ ref('stg_replaced_events') }}
{{ config(materialized='table') }}

with

events as (

    select
        event_key,
        arrival_batch
    from {{ ref('stg_event_rows') }}
    where event_key is not null

),

{% if is_first_or_full_load() %}
doubled as (

    select
        event_key,
        min(arrival_batch) as arrival_batch
    from events
    group by event_key
    having count(*) > 1

)
{% else %}
new_events as (

    select distinct event_key
    from events
    where {{ in_new_batch() }}

    union distinct

    select event_key
    from {{ ref('stg_replaced_events') }}
    where event_key is not null

),

counted as (

    select
        events.event_key,
        events.arrival_batch,
        count(*) over (partition by events.event_key) as copies
    from events
    inner join new_events
        on events.event_key = new_events.event_key

),

doubled as (

    select distinct
        event_key,
        arrival_batch
    from counted
    where copies > 1

)
{% endif %}

select * from doubled
