-- One row per lead as the input holds it now, with the day it is seen on: the latest scoring day, or a later
-- day on which leads were seen before. The snapshot lead_snapshot keeps the versions that differ in content.

with

{% set snapshot = previous_run('lead_snapshot') %}
leads as (

    select * from {{ ref('stg_leads') }}

),

latest_day as (

    select distinct scored_on
    from {{ ref('int_scoring_dates') }}
    where is_latest

),

-- A run for an older day dates what it finds with the last day seen.
last_seen as (

    {% if snapshot %}
    select cast(max(versions.dbt_updated_at) as date) as seen_on from {{ snapshot }} as versions
    {% else %}
    select scored_on as seen_on from latest_day
    {% endif %}

),

seen_day as (

    select greatest(latest_day.scored_on, coalesce(last_seen.seen_on, latest_day.scored_on)) as seen_on
    from latest_day
    cross join last_seen

),

seen_leads as (

    select
        {%- for column in lead_columns() + custom_attributes() %}
        leads.{{ quoted(column) }},
        {%- endfor %}
        leads.created_on,
        leads.has_valid_email,
        {{ dbt.hash(lead_content('leads')) }} as content_hash,
        cast(seen_day.seen_on as timestamp) as seen_at
    from leads
    cross join seen_day

)

select * from seen_leads
