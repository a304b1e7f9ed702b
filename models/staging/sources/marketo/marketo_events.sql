-- One row per thing that a lead or visitor of Marketo did, in the shape of the contract's events; source_field and
-- source_value are what event_map.csv was asked for. A visitor without a name has an anonymous_id in place of a
-- lead_id.
{{ config(enabled=is_source('marketo'), materialized='table') }}

with

activities as (

    select * from {{ ref('stg_marketo__activities') }}

),

known as (

    select record_id
    from {{ ref('stg_marketo__leads') }}
    where is_known

),

-- Who was only invited to a program has done nothing yet, unless the map says so.
typed as (

    select
        activities.*,
        coalesce(
            activities.mapped_type,
            activities.usual_type,
            case when activities.program_success is not null then 'program_success' end
        ) as event_type,
        case when known.record_id is not null then activities.record_id end as lead_id,
        case when known.record_id is null then 'marketo:' || activities.record_id end as anonymous_id
    from activities
    left join known
        on activities.record_id = known.record_id

),

events as (

    select
        'marketo:' || activity_id as event_id,
        event_type,
        occurred_at,
        lead_id,
        anonymous_id,
        case
            when kind in ('fill_out_form', 'visit_webpage', 'click_link') then 'web'
            when kind = 'change_status_in_progression' then 'event'
            else 'email'
        end as channel,
        coalesce(
            nullif(mapped_asset, ''),
            case kind
                when 'visit_webpage' then visited_path
                when 'click_email' then link_url
                when 'click_link' then link_url
                else name
            end
        ) as asset,
        coalesce(program_name, utm_campaign, case when kind in ('open_email', 'click_email') then name end) as campaign,
        url,
        user_agent,
        {{ boolean_text('is_bot') }} as is_machine,
        source_loaded_at as loaded_at,
        case when form_name is not null then 'form_name' when program_status is not null then 'program_status' end
            as source_field,
        coalesce(form_name, program_status) as source_value,
        mapped_type is not null or coalesce(form_name, program_status) is null as is_mapped
    from typed
    where event_type <> ''

)

select * from events
