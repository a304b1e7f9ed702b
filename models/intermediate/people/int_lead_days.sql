-- One row per scoring day and lead that existed on it: what identity could know on that day.

{{ config(materialized='view') }}

with

leads as (

    select * from {{ ref('stg_leads') }}

),

scoring_days as (

    select * from {{ ref('int_scoring_days') }}

),

lead_days as (

    select
        scoring_days.scored_on,
        leads.lead_id,
        -- A merge into a lead created later cannot have been known on the day.
        case
            when merge_targets.created_on is null or merge_targets.created_on <= scoring_days.scored_on
                then leads.merged_into_lead_id
        end as merged_into_lead_id,
        case when leads.has_valid_email then leads.email end as email,
        leads.is_deleted,
        leads.created_on,
        leads.updated_at
    from scoring_days
    inner join leads
        on scoring_days.scored_on >= leads.created_on
    left join leads as merge_targets
        on leads.merged_into_lead_id = merge_targets.lead_id

)

select * from lead_days
