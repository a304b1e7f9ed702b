-- One row per event: typed, in UTC, without duplicates.

with

copies as (

    select * from {{ ref('stg_event_copies') }}

),

doubled as (

    select distinct event_id
    from copies

),

single_events as (

    select
        {%- for column in event_columns() %}
        judged.{{ column }},
        {%- endfor %}
        judged.occurred_on,
        judged.arrival_batch
    from {{ ref('stg_events_judged') }} as judged
    left join doubled
        on judged.event_id = doubled.event_id
    where
        judged.reject_reason is null
        and doubled.event_id is null

),

kept_copies as (

    select
        {%- for column in event_columns() %}
        {{ column }},
        {%- endfor %}
        occurred_on,
        arrival_batch
    from copies
    where copy_rank = 1

),

usable as (

    select * from single_events

    union all

    select * from kept_copies

),

events as (

    select
        event_id,
        lead_id,
        lower(email) as email,
        anonymous_id,
        lower(event_type) as event_type,
        channel,
        asset,
        campaign,
        url,
        {{ read_number('value') }} as value,
        user_agent,
        coalesce({{ read_boolean('is_machine') }}, false) as is_machine,
        occurred_at,
        loaded_at,
        occurred_on,
        arrival_batch
    from usable

)

select * from events
