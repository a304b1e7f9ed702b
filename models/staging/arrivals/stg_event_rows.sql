-- One row per row of raw.events, read once, when its batch is loaded: what of the event is counted, which values cannot
-- be read, or why it cannot be used and then what it holds. Written before all else that is kept of events: by its
-- batch_mark the next run knows what a run took in that broke off.
-- depends_on: {{ ref('stg_replaced_events') }}
-- depends_on: {{ ref('stg_replaced_visitors') }}
{{ config(
    materialized='incremental', full_refresh=false, partition_by=partition_column('arrival_batch'),
    pre_hook=pre_hook_delete("{{ delete_rebuilt_events(in_new_batch()) }}")
) }}

{%- set given = {'occurred_at': 'given_occurred_at', 'loaded_at': 'given_loaded_at'} %}

with

new_rows as (

    select * from {{ ref('stg_events_judged') }}
    where {{ in_new_batch() }}

),

batches as (

    select
        arrival_batch as marked_batch,
        batch_mark
    from {{ ref('stg_event_batches') }}

),

typed as (

    select
        {{ typed_event() | indent(8) }},
        null_words,
        email is not null as has_email,
        email is not null and not {{ is_valid_email('lower(email)') }} as has_bad_email,
        value is not null as has_value,
        value is not null and {{ read_number('value') }} is null as has_bad_value,
        is_machine is not null as has_is_machine,
        is_machine is not null and {{ read_boolean('is_machine') }} is null as has_bad_is_machine,
        given_loaded_at is not null as has_loaded_at,
        given_loaded_at is not null and loaded_at is null as has_bad_loaded_at,
        reject_reason,
        case when reject_reason is not null then event_id end as rejected_event_id,
        case when reject_reason is not null then {{ row_as_text(event_columns(), given) }} end as rejected_row,
        case
            when reject_reason is not null then {{ row_as_text(event_columns(), given, is_masked=true) }}
        end as masked_row
    from new_rows

),

event_rows as (

    select
        typed.*,
        batches.batch_mark
    from typed
    left join batches
        on typed.arrival_batch = batches.marked_batch

)

select * from event_rows
