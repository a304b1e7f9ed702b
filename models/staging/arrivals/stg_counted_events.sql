-- One row per event that counts, as stg_event_rows has it: usable, and one of its copies.

with

copies as (

    select * from {{ ref('stg_event_copies') }}

),

doubled as (

    select distinct event_key
    from copies

),

single_events as (

    select
        {%- for column in typed_event_columns() %}
        event_rows.{{ column }},
        {%- endfor %}
        event_rows.arrival_batch
    from {{ ref('stg_event_rows') }} as event_rows
    left join doubled
        on event_rows.event_key = doubled.event_key
    where
        event_rows.reject_reason is null
        and doubled.event_key is null

),

kept_copies as (

    select
        {{ typed_event() | indent(8) }}
    from copies
    where copy_rank = 1

),

counted_events as (

    select * from single_events

    union all

    select * from kept_copies

)

select * from counted_events
