-- One row per visitor: the lead_id, email address and anonymous_id by which its events name it. Visitors of rejected
-- events are among them; they have no hits.
-- Written after stg_event_rows and stg_event_arrivals, by which the next run knows what a run took in that broke off,
-- and after stg_replaced_visitors, which reads it as the last run left it.
-- depends_on: {{ ref('stg_event_rows') }}
-- depends_on: {{ ref('stg_event_arrivals') }}
-- depends_on: {{ ref('stg_replaced_visitors') }}
{{ config(
    materialized='incremental', full_refresh=false,
    pre_hook=pre_hook_delete("{{ delete_rebuilt_events(is_without_events('visitor_key')) }}")
) }}

with

new_events as (

    select
        lead_id,
        lower(email) as email,
        anonymous_id
    from {{ ref('base_event_visitors') }}
    where
        {{ in_new_batch() }}
        and coalesce(lead_id, email, anonymous_id) is not null

),

named as (

    select distinct
        {{ visitor_key('new_events') }} as visitor_key,
        new_events.lead_id,
        new_events.email,
        new_events.anonymous_id
    from new_events

),

visitors as (

    select
        named.visitor_key,
        named.lead_id,
        named.email,
        named.anonymous_id
    from named
    {% if is_incremental() and not is_first_or_full_load() %}
    left join {{ this }} as known
        on
            named.visitor_key = known.visitor_key
            and {{ is_same('named.lead_id', 'known.lead_id') }}
            and {{ is_same('named.email', 'known.email') }}
            and {{ is_same('named.anonymous_id', 'known.anonymous_id') }}
    where known.visitor_key is null
    {% endif %}

)

select * from visitors
