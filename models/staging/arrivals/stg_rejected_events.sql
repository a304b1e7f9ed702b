-- One row per row of raw.events that cannot be used, with the reason. Written after stg_event_arrivals, by which the
-- next run knows what a run took in that broke off.
-- depends_on: {{ ref('stg_event_arrivals') }}
{{ config(
    materialized='incremental', full_refresh=false, partition_by=partition_column('arrival_batch'),
    pre_hook=pre_hook_delete("{{ delete_rebuilt_events(in_new_batch()) }}")
) }}

{%- set given = {'occurred_at': 'given_occurred_at', 'loaded_at': 'given_loaded_at'} %}

with

new_events as (

    select * from {{ ref('stg_events_judged') }}
    where {{ in_new_batch() }}

),

rejected as (

    select
        event_id,
        arrival_batch,
        reject_reason,
        {{ row_as_text(event_columns(), given) }} as rejected_row,
        {{ row_as_text(event_columns(), given, is_masked=true) }} as masked_row
    from new_events
    where reject_reason is not null

)

select * from rejected
