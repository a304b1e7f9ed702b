-- One row or more per batch that is taken in again and day its events happened on before, with the key of the event_id
-- where it is a copy of a doubled event. Written before anything of the batch is replaced, and kept until a run has got
-- to its end, so that a run that broke off is made good: what was there before cannot be found out afterwards.
{{ config(
    materialized='incremental', full_refresh=false,
    pre_hook=pre_hook_delete("{{ delete_settled_batches() }}")
) }}

{% set arrivals = previous_run('stg_event_arrivals') if not is_full_event_reload() %}
{% set copies = previous_run('stg_event_copies') if not is_full_event_reload() %}
with

batches as (

    select arrival_batch from {{ ref('stg_event_batches') }}
    where batch_status in ('new', 'changed')

),

earlier_days as (

    {% if arrivals %}
    select
        arrivals.arrival_batch,
        arrivals.occurred_on
    from {{ arrivals }} as arrivals
    where {{ in_new_batch() }} and arrivals.occurred_on is not null
    {% else %}
    select
        arrival_batch,
        cast(null as date) as occurred_on
    from batches
    where 1 = 0
    {% endif %}

),

earlier_copies as (

    {% if copies %}
    select
        batches.arrival_batch,
        all_copies.event_key,
        all_copies.occurred_on
    from batches
    inner join {{ copies }} as own_copies
        on batches.arrival_batch = own_copies.arrival_batch
    inner join {{ copies }} as all_copies
        on own_copies.event_key = all_copies.event_key
    {% else %}
    select
        arrival_batch,
        cast(null as bigint) as event_key,
        cast(null as date) as occurred_on
    from batches
    where 1 = 0
    {% endif %}

),

replaced_events as (

    select
        arrival_batch,
        cast(null as bigint) as event_key,
        occurred_on
    from earlier_days

    union distinct

    select
        arrival_batch,
        event_key,
        occurred_on
    from earlier_copies

)

select * from replaced_events
