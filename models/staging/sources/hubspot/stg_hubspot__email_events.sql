-- One row per open, click, bounce, unsubscription or spam report of an email that HubSpot has sent, by the address of
-- the recipient. The details of an event may lie in a table of their own.
{{ config(enabled=is_source('hubspot')) }}

with

email_events as (

    {{ source_rows('hubspot', 'email_event') }}

),

clicks as (

    {{ source_rows('hubspot', 'email_event_click') }}

),

opens as (

    {{ source_rows('hubspot', 'email_event_open') }}

),

status_changes as (

    {{ source_rows('hubspot', 'email_event_status_change') }}

),

campaigns as (

    {{ source_rows('hubspot', 'email_campaign') }}

),

-- A change of status may also be a new subscription, or a bounce that has an event of its own.
detailed as (

    select
        email_events.event_id,
        case upper(email_events.event_type)
            when 'OPEN' then 'email_open'
            when 'CLICK' then 'email_click'
            when 'BOUNCE' then 'email_bounce'
            when 'SPAMREPORT' then 'email_unsubscribe'
            when 'STATUSCHANGE' then case upper(coalesce(email_events.status, status_changes.status))
                when 'UNSUBSCRIBED' then 'email_unsubscribe'
            end
        end as event_type,
        email_events.occurred_at,
        email_events.email,
        coalesce(email_events.url, clicks.url) as url,
        coalesce(email_events.user_agent, clicks.user_agent, opens.user_agent) as user_agent,
        coalesce(campaigns.campaign_name, campaigns.subject) as campaign,
        email_events.is_filtered,
        email_events.source_loaded_at
    from email_events
    left join clicks
        on email_events.event_id = clicks.event_id
    left join opens
        on email_events.event_id = opens.event_id
    left join status_changes
        on email_events.event_id = status_changes.event_id
    left join campaigns
        on email_events.campaign_id = campaigns.campaign_id
    where email_events.obsoleted_by_id is null

),

named_events as (

    select
        'hubspot:email:' || event_id as event_id,
        event_type,
        occurred_at,
        email,
        case when event_type = 'email_click' then url end as url,
        user_agent,
        campaign,
        is_filtered,
        source_loaded_at
    from detailed
    where event_type is not null

)

select * from named_events
