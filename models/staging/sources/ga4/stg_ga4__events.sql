-- One row per event of GA4 that counts: the intraday rows of a day are left out once the day itself is there. The
-- source has no id of an event; it is made of what tells one from another, and stays when a day is rewritten.
{{ config(enabled=is_source('ga4'), materialized='table') }}

with

exported as (

    {{ source_rows('ga4', 'event') }}

),

dated as (

    select
        *,
        replace(event_date, '-', '') as event_day,
        coalesce(is_intraday, table_name like 'events_intraday_%') as is_provisional
    from exported

),

whole_days as (

    select distinct
        id_prefix,
        event_day
    from dated
    where not is_provisional and event_day is not null

),

{%- set parts = [
    'visitor_id', 'user_id', 'stream_id', 'session_id', 'event_name', 'cast(occurred_at as ' ~ dbt.type_string() ~ ')',
    'bundle', 'page_in_batch', 'order_in_batch', 'place_in_batch', 'page_url', 'form_id', 'form_name', 'file_name',
    'link_url',
] %}
{%- set filled = [] %}
{%- for part in parts %} {%- do filled.append('coalesce(dated.' ~ part ~ ", '')" if not part.startswith('cast')
    else 'coalesce(cast(dated.occurred_at as ' ~ dbt.type_string() ~ "), '')") %} {%- endfor %}

events as (

    select
        dated.*,
        'ga4:' || dated.id_prefix || {{ dbt.hash(filled | join(" || '|' || ")) }} as event_id,
        'ga4:' || dated.id_prefix
        || {{ join_texts('.', ['dated.stream_id', 'dated.visitor_id']) }} as filled_visitor_id,
        lower(dated.event_name) in ('form_submit', 'generate_lead') as is_form,
        {{ url_path('dated.page_url') }} as page_path
    from dated
    left join whole_days
        on
            dated.id_prefix = whole_days.id_prefix
            and dated.event_day = whole_days.event_day
    where not dated.is_provisional or whole_days.event_day is null

)

select
    event_id,
    case when visitor_id is not null then filled_visitor_id end as anonymous_id,
    visitor_id,
    event_day,
    occurred_at,
    event_name,
    user_id,
    is_form,
    page_url,
    page_path,
    coalesce(form_name, form_id) as form_name,
    file_name,
    campaign,
    channel,
    source_loaded_at
from events
