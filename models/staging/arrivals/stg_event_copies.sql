-- One row per usable copy of an event that was delivered more than once; the copy of rank 1 counts.
-- The first to arrive is kept, so that a copy that comes later changes nothing; ties are broken by content,
-- so that the order of the input does not matter.
-- Written after stg_event_rows, by which the next run knows what a run took in that broke off, and after
-- stg_event_arrivals, which says on which days that happened.
-- depends_on: {{ ref('stg_event_arrivals') }}
-- depends_on: {{ ref('stg_replaced_events') }}
-- depends_on: {{ ref('stg_replaced_visitors') }}
{{ config(
    materialized='incremental', full_refresh=false,
    pre_hook=pre_hook_delete(
        "{{ delete_rebuilt_events('event_key in (select event_key from ' ~ ref('stg_doubled_events')
            ~ ' union all select event_key from ' ~ ref('stg_replaced_events') ~ ' where event_key is not null)') }}"
    )
) }}

with

doubled_events as (

    select distinct event_key
    from {{ ref('stg_doubled_events') }}

),

raw_copies as (

    select raw_events.*
    from {{ ref('base_event_copies') }} as raw_events
    inner join doubled_events
        on {{ hash_key(['raw_events.event_id']) }} = doubled_events.event_key
    where {{ arrived_with('select distinct arrival_batch from ' ~ ref('stg_doubled_events')) }}

),

copies as (

    {{ judged_events('raw_copies') }}

),

ranked as (

    select
        {%- for column in event_columns() %}
        {{ column }},
        {%- endfor %}
        {{ hash_key(['event_id']) }} as event_key,
        occurred_on,
        arrival_batch,
        row_number() over (
            partition by event_id
            order by
                loaded_at asc nulls last,
                occurred_at asc,
                {{ by_content(event_columns() | reject('in', ['event_id', 'occurred_at', 'loaded_at'])) }},
                arrival_batch asc nulls last
        ) as copy_rank
    from copies
    where reject_reason is null

)

select * from ranked
