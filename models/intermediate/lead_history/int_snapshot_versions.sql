-- One row per lead and version of it, with the day from which on it was seen. Versions are only ever added.
{{ config(materialized='incremental', full_refresh=false) }}

with

seen_leads as (

    select * from {{ ref('int_leads_for_snapshot') }}

),

known as (

    {% if is_incremental() %}
    select
        lead_id,
        content_hash,
        seen_number,
        row_number() over (partition by lead_id order by seen_number desc) as versions_since
    from {{ this }}
    {% else %}
    select
        lead_id,
        content_hash,
        0 as seen_number,
        1 as versions_since
    from seen_leads
    where 1 = 0
    {% endif %}

),

new_versions as (

    select
        seen_leads.*,
        cast(coalesce(known.seen_number, 0) + 1 as integer) as seen_number
    from seen_leads
    left join known
        on
            seen_leads.lead_id = known.lead_id
            and known.versions_since = 1
    where known.lead_id is null or seen_leads.content_hash <> known.content_hash

)

select * from new_versions
