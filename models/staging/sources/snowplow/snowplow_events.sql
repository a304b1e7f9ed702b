-- One row per event of Snowplow but page pings, in the shape of the contract's events; value is the seconds on a page.
{{ config(enabled=is_source('snowplow'), materialized='table') }}

{%- set no_text = 'cast(null as ' ~ dbt.type_string() ~ ')' %}
{%- set fields = {
    'form_name': "case when event_name = 'submit_form' then form_name end",
    'page_path': "case when event_name = 'submit_form' then page_path end",
    'link_url': "case when event_name = 'link_click' then link_url end",
    'struct_event': 'struct_event',
    'event': "case when struct_event is null and event_name <> 'submit_form' then event_name end",
} %}

with

events as (

    select
        *,
        case when kind = 'struct' then coalesce(se_category || ': ', '') || coalesce(se_action, '') end as struct_event
    from {{ ref('stg_snowplow__events') }}
    where event_name <> 'page_ping'

),

page_seconds as (

    select * from {{ ref('stg_snowplow__page_seconds') }}

),

mapped as (

    select
        *,
        {{ mapped_event('snowplow', fields) }} as mapped_type,
        nullif({{ mapped_event('snowplow', fields, 'asset') }}, '') as mapped_asset,
        {{ 'user_id' if uses_user_ids('snowplow') else no_text }} as lead_id,
        coalesce(case when {{ is_valid_email('lower(user_id)') }} then user_id end, email) as address,
        case
            when event_name = 'submit_form' and form_name is not null then 'form_name'
            when event_name = 'submit_form' then 'page_path'
            when struct_event is not null then 'struct_event'
            else 'event'
        end as source_field
    from events

),

valued as (

    select
        *,
        case source_field
            when 'form_name' then form_name
            when 'page_path' then page_path
            when 'struct_event' then lower(struct_event)
            else event_name
        end as source_value,
        case
            when source_field in ('form_name', 'page_path') then 'form_submit'
            else coalesce(lower(struct_event), event_name)
        end as usual_type
    from mapped

),

named as (

    select
        'snowplow:' || valued.event_id as event_id,
        coalesce(valued.mapped_type, valued.usual_type) as event_type,
        valued.occurred_at,
        valued.lead_id,
        valued.address as email,
        'snowplow:' || coalesce(valued.visitor_id, valued.device_id) as anonymous_id,
        case when coalesce(valued.platform, 'web') = 'web' then 'web' else 'product' end as channel,
        coalesce(valued.mapped_asset, valued.form_name, valued.link_url, valued.se_label, valued.page_path) as asset,
        valued.campaign,
        valued.page_url as url,
        page_seconds.seconds as value,
        valued.user_agent,
        case
            when
                valued.is_listed_bot or lower(valued.agent_class) like 'robot%'
                or lower(valued.agent_class) in ('hacker', 'spam')
                then 'true'
            when valued.is_listed_bot is not null or valued.agent_class is not null then 'false'
        end as is_machine,
        valued.source_loaded_at as loaded_at,
        valued.source_field,
        valued.source_value,
        valued.mapped_type is not null as is_mapped
    from valued
    left join page_seconds
        on valued.event_id = page_seconds.event_id
    where
        coalesce(valued.mapped_type, valued.usual_type) <> ''
        and coalesce(valued.visitor_id, valued.device_id, valued.address, valued.lead_id) is not null

)

select * from named
