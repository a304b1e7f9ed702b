-- One row or more per batch that is taken in again, day its events happened on before, and visitor with hits on that
-- day, or with a copy of such an event, as the last run left them: whom the change may concern, though no event may
-- name them any more. Kept like stg_replaced_events.
{{ config(
    materialized='incremental', full_refresh=false,
    pre_hook=pre_hook_delete("{{ delete_settled_batches() }}")
) }}

{% set is_anew = is_full_event_reload() %}
{% set hits = previous_run('int_event_hits_daily') if not is_anew %}
{% set visitors = previous_run('int_visitors') if not is_anew %}
{% set copies = previous_run('stg_event_copies') if not is_anew %}
with

replaced_events as (

    select * from {{ ref('stg_replaced_events') }}

),

replaced_days as (

    select distinct
        arrival_batch,
        occurred_on
    from replaced_events

),

replaced_visitors as (

    select
        arrival_batch,
        occurred_on,
        cast(null as {{ dbt.type_string() }}) as lead_id,
        cast(null as {{ dbt.type_string() }}) as email,
        cast(null as {{ dbt.type_string() }}) as anonymous_id
    from replaced_days
    where 1 = 0
    {% if hits and visitors %}

    union distinct

    select
        replaced_days.arrival_batch,
        replaced_days.occurred_on,
        visitors.lead_id,
        visitors.email,
        visitors.anonymous_id
    from replaced_days
    inner join {{ hits }} as hits
        on replaced_days.occurred_on = hits.occurred_on
    inner join {{ visitors }} as visitors
        on hits.visitor_key = visitors.visitor_key
    where {{ is_replaced_day('hits.occurred_on') }}
    {% endif %}
    {% if copies %}

    union distinct

    select
        replaced_events.arrival_batch,
        copies.occurred_on,
        copies.lead_id,
        lower(copies.email) as email,
        copies.anonymous_id
    from replaced_events
    inner join {{ copies }} as copies
        on replaced_events.event_key = copies.event_key
    {% endif %}

)

select * from replaced_visitors
