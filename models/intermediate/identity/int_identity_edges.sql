-- One row per scoring day, lead and key it shares with another lead: an email address or a merge.
-- Leads that share a key are one person; leads that share none do not appear.

with

lead_days as (

    select * from {{ ref('int_lead_days') }}

),

identity_edges as (

    select
        scored_on,
        lead_id,
        'mail ' || email as identity_key
    from lead_days
    where email is not null

    union all

    select
        scored_on,
        lead_id,
        'lead ' || lead_id as identity_key
    from lead_days

    union all

    select
        scored_on,
        lead_id,
        'lead ' || merged_into_lead_id as identity_key
    from lead_days
    where merged_into_lead_id is not null

),

counted as (

    select
        scored_on,
        lead_id,
        identity_key,
        count(*) over (partition by scored_on, identity_key) as lead_count
    from identity_edges

),

shared_keys as (

    select
        scored_on,
        lead_id,
        identity_key
    from counted
    where lead_count > 1

)

select * from shared_keys
