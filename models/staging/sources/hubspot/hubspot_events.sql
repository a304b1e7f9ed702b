-- One row per thing that a contact of HubSpot did, in the shape of the contract's events; source_field and
-- source_value are what event_map.csv was asked for.
{{ config(enabled=is_source('hubspot'), materialized='table') }}

with

form_submissions as (

    select * from {{ ref('stg_hubspot__form_submissions') }}

),

email_events as (

    select * from {{ ref('stg_hubspot__email_events') }}

),

engagements as (

    select * from {{ ref('stg_hubspot__engagements') }}

),

{%- set no_text = 'cast(null as ' ~ dbt.type_string() ~ ')' %}

united as (

    select
        event_id,
        coalesce(mapped_type, 'form_submit') as event_type,
        occurred_at,
        contact_id as lead_id,
        {{ no_text }} as email,
        'web' as channel,
        coalesce(nullif(mapped_asset, ''), form_name) as asset,
        campaign,
        page_url as url,
        {{ no_text }} as user_agent,
        {{ no_text }} as is_machine,
        source_loaded_at as loaded_at,
        'form_name' as source_field,
        form_name as source_value,
        mapped_type is not null as is_mapped
    from form_submissions

    union all

    select
        event_id,
        event_type,
        occurred_at,
        {{ no_text }} as lead_id,
        email,
        'email' as channel,
        case when event_type = 'email_click' then url else campaign end as asset,
        campaign,
        url,
        user_agent,
        {{ boolean_text('is_filtered') }} as is_machine,
        source_loaded_at as loaded_at,
        {{ no_text }} as source_field,
        {{ no_text }} as source_value,
        true as is_mapped
    from email_events

    union all

    select
        event_id,
        coalesce(mapped_type, usual_type) as event_type,
        occurred_at,
        contact_id as lead_id,
        {{ no_text }} as email,
        'sales' as channel,
        nullif(mapped_asset, '') as asset,
        {{ no_text }} as campaign,
        {{ no_text }} as url,
        {{ no_text }} as user_agent,
        {{ no_text }} as is_machine,
        source_loaded_at as loaded_at,
        field as source_field,
        result as source_value,
        mapped_type is not null as is_mapped
    from engagements

),

events as (

    select * from united
    where event_type <> ''

)

select * from events
