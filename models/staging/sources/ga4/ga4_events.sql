-- One row per event of GA4 whose visitor is known by a cookie or a user_id, in the shape of the contract's events.
{{ config(enabled=is_source('ga4'), materialized='table') }}

{%- set no_text = 'cast(null as ' ~ dbt.type_string() ~ ')' %}
{%- set fields = {
    'form_name': 'case when is_form then form_name end',
    'page_path': 'case when is_form then page_path end',
    'event': 'case when not is_form then event_name end',
} %}

with

exported as (

    select * from {{ ref('stg_ga4__events') }}

),

mapped as (

    select
        *,
        {{ mapped_event('ga4', fields) }} as mapped_type,
        nullif({{ mapped_event('ga4', fields, 'asset') }}, '') as mapped_asset,
        {{ 'user_id' if uses_user_ids('ga4') else no_text }} as lead_id,
        case when {{ is_valid_email('lower(user_id)') }} then user_id end as email
    from exported

),

events as (

    select
        event_id,
        coalesce(mapped_type, case when is_form then 'form_submit' else lower(event_name) end) as event_type,
        occurred_at,
        lead_id,
        email,
        anonymous_id,
        channel,
        coalesce(mapped_asset, file_name, case when is_form then form_name end, page_path) as asset,
        campaign,
        page_url as url,
        source_loaded_at as loaded_at,
        case
            when is_form and form_name is not null then 'form_name'
            when is_form then 'page_path'
            else 'event'
        end as source_field,
        case when is_form then coalesce(form_name, page_path) else lower(event_name) end as source_value,
        mapped_type is not null as is_mapped
    from mapped
    where
        coalesce(mapped_type, event_name) <> ''
        and coalesce(anonymous_id, email, lead_id) is not null

)

select * from events
