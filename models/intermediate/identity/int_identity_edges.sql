-- One row per scoring day, lead and key it shares with another lead: an email address or a merge.
-- Leads that share a key are one person; leads that share none do not appear.

with

lead_days as (

    select * from {{ ref('int_lead_days') }}

),

listed_addresses as (

    select * from {{ ref('int_listed_addresses') }}

),

-- What too many share joins nobody.
joining_addresses as (

    select
        lead_days.scored_on,
        lead_days.email
    from lead_days
    left join listed_addresses
        on lead_days.email = listed_addresses.email
    where lead_days.email is not null
    group by lead_days.scored_on, lead_days.email
    having
        count(*) > 1
        and {{ kept_apart_because(
            'max(listed_addresses.counts_as)', 'count(distinct lead_days.company)',
            'count(distinct lead_days.full_name)'
        ) }} is null

),

identity_edges as (

    select
        lead_days.scored_on,
        lead_days.lead_id,
        'mail ' || lead_days.email as identity_key
    from lead_days
    inner join joining_addresses
        on
            lead_days.scored_on = joining_addresses.scored_on
            and lead_days.email = joining_addresses.email

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
