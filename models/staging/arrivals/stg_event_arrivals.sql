-- One row per batch, day its events happened on and columns that held a word for missing: how many rows there
-- are, and how many of their values cannot be read. Rejected rows have no day.
{{ config(
    materialized='incremental', full_refresh=false, partition_by=partition_column('arrival_batch'),
    pre_hook=pre_hook_delete("{{ delete_rebuilt_events(in_new_batch()) }}"),
    post_hook="{{ stop_where_unreadable('events', 'occurred_at') }}"
) }}

with

new_rows as (

    select * from {{ ref('stg_event_rows') }}
    where {{ in_new_batch() }}

),

event_arrivals as (

    select
        arrival_batch,
        case when reject_reason is null then occurred_on end as occurred_on,
        cast(count(*) as bigint) as raw_rows,
        cast(count(reject_reason) as bigint) as rejected_rows,
        {%- for column in ['email', 'value', 'is_machine', 'loaded_at'] %}
        cast(count(case when has_{{ column }} then 1 end) as bigint) as given_{{ column }},
        cast(count(case when has_bad_{{ column }} then 1 end) as bigint) as bad_{{ column }},
        {%- endfor %}
        null_words
    from new_rows
    group by arrival_batch, case when reject_reason is null then occurred_on end, null_words

)

select * from event_arrivals
