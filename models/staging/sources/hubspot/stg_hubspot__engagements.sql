-- One row per meeting or call in HubSpot and contact who took part in it.
{{ config(enabled=is_source('hubspot')) }}

with

merged_contacts as (

    select * from {{ ref('stg_hubspot__merged_contacts') }}

),

{%- set meeting, call = {'meeting_outcome': 'result'}, {'call_disposition': 'result'} %}

engagements as (

    select
        engagement_id,
        id_prefix,
        contact_ids,
        'meeting' as kind,
        'meeting_outcome' as field,
        'meeting_booked' as usual_type,
        occurred_at,
        result,
        is_deleted,
        source_loaded_at,
        {{ mapped_event('hubspot', meeting) }} as mapped_type,
        {{ mapped_event('hubspot', meeting, 'asset') }} as mapped_asset
    from ({{ source_rows('hubspot', 'engagement_meeting') }}) as meetings

    union all

    select
        engagement_id,
        id_prefix,
        contact_ids,
        'call' as kind,
        'call_disposition' as field,
        'call' as usual_type,
        occurred_at,
        result,
        is_deleted,
        source_loaded_at,
        {{ mapped_event('hubspot', call) }} as mapped_type,
        {{ mapped_event('hubspot', call, 'asset') }} as mapped_asset
    from ({{ source_rows('hubspot', 'engagement_call') }}) as calls

),

participants as (

    select
        engagement_id,
        cast(null as {{ dbt.type_string() }}) as kind,
        contact_id,
        is_deleted
    from ({{ source_rows('hubspot', 'engagement_contact') }}) as associations

    union all

    select
        engagement_id,
        kind,
        id_prefix || {{ read_id('value') }} as contact_id,
        false as is_deleted
    from ({{ list_rows('engagements', ['engagement_id', 'kind', 'id_prefix'], 'contact_ids') }}) as listed

),

by_contact as (

    select distinct
        engagements.engagement_id,
        engagements.kind,
        engagements.field,
        engagements.usual_type,
        engagements.occurred_at,
        engagements.result,
        engagements.mapped_type,
        engagements.mapped_asset,
        engagements.source_loaded_at,
        coalesce(merged_contacts.winner_id, participants.contact_id) as contact_id
    from engagements
    inner join participants
        on
            engagements.engagement_id = participants.engagement_id
            and engagements.kind = coalesce(participants.kind, engagements.kind)
    left join merged_contacts
        on participants.contact_id = merged_contacts.loser_id
    where
        not coalesce(engagements.is_deleted, false)
        and not coalesce(participants.is_deleted, false)

),

named as (

    select
        'hubspot:' || kind || ':' || engagement_id || ':' || contact_id as event_id,
        field,
        usual_type,
        occurred_at,
        result,
        mapped_type,
        mapped_asset,
        contact_id,
        source_loaded_at
    from by_contact

)

select * from named
