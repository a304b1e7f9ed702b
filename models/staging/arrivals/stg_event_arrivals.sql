-- One row per batch, day its events happened on and columns that held a word for missing: how many rows there
-- are, and how many of their values cannot be read. Rejected rows have no day.
-- depends_on: {{ ref('stg_replaced_events') }}
{{ config(
    materialized='incremental', full_refresh=false, partition_by=partition_column('arrival_batch'),
    pre_hook=pre_hook_delete("{{ delete_rebuilt_events(in_new_batch()) }}"),
    post_hook="{{ stop_where_unreadable('events', 'occurred_at') }}"
) }}

with

new_events as (

    select * from {{ ref('stg_events_judged') }}
    where {{ in_new_batch() }}

),

batches as (

    select
        arrival_batch,
        batch_mark
    from {{ ref('stg_event_batches') }}

),

counted as (

    select
        arrival_batch,
        case when reject_reason is null then occurred_on end as occurred_on,
        cast(count(*) as bigint) as raw_rows,
        cast(count(reject_reason) as bigint) as rejected_rows,
        null_words,
        cast(count(email) as bigint) as given_email,
        cast(count(case when not {{ is_valid_email('lower(email)') }} then email end) as bigint) as bad_email,
        cast(count(value) as bigint) as given_value,
        cast(count(value) - count({{ read_number('value') }}) as bigint) as bad_value,
        cast(count(is_machine) as bigint) as given_is_machine,
        cast(count(is_machine) - count({{ read_boolean('is_machine') }}) as bigint) as bad_is_machine,
        cast(count(given_loaded_at) as bigint) as given_loaded_at,
        cast(count(given_loaded_at) - count(loaded_at) as bigint) as bad_loaded_at
    from new_events
    group by arrival_batch, case when reject_reason is null then occurred_on end, null_words

),

event_arrivals as (

    select
        counted.*,
        batches.batch_mark
    from counted
    left join batches
        on counted.arrival_batch = batches.arrival_batch

)

select * from event_arrivals
