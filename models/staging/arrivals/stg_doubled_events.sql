-- One row per event_id that occurs more than once, and batch, where one of its copies is new, or was in a batch that is
-- taken in again.
-- depends_on: {{ ref('stg_replaced_events') }}
{{ config(materialized='table') }}

with

events as (

    select
        event_id,
        arrival_batch
    from {{ ref('base_events') }}
    where event_id is not null

),

{% if is_first_or_full_load() %}
doubled as (

    select
        event_id,
        min(arrival_batch) as arrival_batch
    from events
    group by event_id
    having count(*) > 1

)
{% else %}
new_events as (

    select distinct event_id
    from events
    where {{ in_new_batch() }}

    union distinct

    select event_id
    from {{ ref('stg_replaced_events') }}
    where event_id is not null

),

counted as (

    select
        events.event_id,
        events.arrival_batch,
        count(*) over (partition by events.event_id) as copies
    from events
    inner join new_events
        on events.event_id = new_events.event_id

),

doubled as (

    select distinct
        event_id,
        arrival_batch
    from counted
    where copies > 1

)
{% endif %}

select * from doubled
