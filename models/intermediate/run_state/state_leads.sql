-- One row per version of a lead that the stored scores rest on, with the keys it shares.
-- depends_on: {{ ref('state_scored_dates') }}

with

lead_versions as (

    select * from {{ ref('int_lead_versions') }}

),

scored_leads as (

    select
        lead_id,
        valid_from,
        content_hash,
        created_on,
        case when has_valid_email then email end as email,
        merged_into_lead_id
    from lead_versions

)

select * from scored_leads
