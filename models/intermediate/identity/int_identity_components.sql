-- One row per scoring day, lead and key it shares with another lead, an email address or a merge: the component of the
-- identity graph it is in. Leads that share a key are one person; leads that share none do not appear. Connected
-- components by label propagation in a fixed number of rounds (var identity_rounds); the test
-- assert_identity_has_converged fails if they are too few.

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

round_0 as (

    select
        scored_on,
        lead_id,
        identity_key,
        {{ dbt.hash('lead_id') }} as label
    from counted
    where lead_count > 1

),

{% for round in range(var('identity_rounds')) %}
round_{{ round + 1 }} as {{ materialized() }} (

    {{ label_round('round_' ~ round) }}

),

{% endfor %}
components as (

    select
        scored_on,
        lead_id,
        identity_key,
        label as component_label
    from round_{{ var('identity_rounds') }}

)

select * from components
