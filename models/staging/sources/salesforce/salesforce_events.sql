-- One row per thing that a lead or contact of Salesforce did, in the shape of the contract's events; source_field and
-- source_value are what event_map.csv was asked for.
{{ config(enabled=is_source('salesforce'), materialized='table') }}

{%- set no_text = 'cast(null as ' ~ dbt.type_string() ~ ')' %}

with

people as (

    select * from {{ ref('stg_salesforce__people') }}

),

activities as (

    select * from {{ ref('stg_salesforce__activities') }}

),

campaigns as (

    {{ source_rows('salesforce', 'campaign') }}

),

members as (

    select
        members.member_id,
        coalesce(members.contact_id, members.lead_id, members.person_id) as person_id,
        coalesce(members.responded_at, members.created_at) as occurred_at,
        members.has_responded,
        members.source_loaded_at,
        campaigns.campaign_name,
        campaigns.campaign_type || ': ' || members.status as member_status,
        case when members.has_responded then campaigns.campaign_type end as member_responded
    from ({{ source_rows('salesforce', 'campaign_member') }}) as members
    left join campaigns
        on members.campaign_id = campaigns.campaign_id
    where not coalesce(members.is_deleted, false)

),

{%- set fields = {'member_status': 'member_status', 'member_responded': 'member_responded'} %}

-- Who is on the list of a campaign has done nothing yet, unless the status says so.
responses as (

    select
        *,
        {{ mapped_event('salesforce', fields) }} as mapped_type,
        {{ mapped_event('salesforce', fields, 'asset') }} as mapped_asset
    from members

),

united as (

    select
        'salesforce:campaign_member:' || member_id as event_id,
        coalesce(mapped_type, 'campaign_response') as event_type,
        occurred_at,
        person_id as lead_id,
        'event' as channel,
        coalesce(nullif(mapped_asset, ''), campaign_name) as asset,
        campaign_name as campaign,
        source_loaded_at as loaded_at,
        'member_status' as source_field,
        member_status as source_value,
        mapped_type is not null as is_mapped
    from responses
    where mapped_type is not null or has_responded

    union all

    select
        event_id,
        event_type,
        occurred_at,
        person_id as lead_id,
        'sales' as channel,
        {{ no_text }} as asset,
        {{ no_text }} as campaign,
        source_loaded_at as loaded_at,
        field as source_field,
        value as source_value,
        is_mapped
    from activities

    union all

    select
        'salesforce:bounce:' || person_id as event_id,
        'email_bounce' as event_type,
        bounced_at as occurred_at,
        person_id as lead_id,
        'email' as channel,
        {{ no_text }} as asset,
        {{ no_text }} as campaign,
        cast(null as {{ dbt.type_timestamp() }}) as loaded_at,
        {{ no_text }} as source_field,
        {{ no_text }} as source_value,
        true as is_mapped
    from people
    where bounced_at is not null

),

events as (

    select * from united
    where event_type <> ''

)

select * from events
