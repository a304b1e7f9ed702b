-- One row per scoring day and lead that existed on it: what identity could know on that day. On days scored
-- before, only the leads of families that something touched since.
{{ config(materialized='view') }}

with

versions as (

    select * from {{ ref('int_lead_versions') }}

),

leads as (

    select * from {{ ref('stg_leads') }}

),

touched_leads as (

    select * from {{ ref('int_touched_leads') }}

),

scoring_days as (

    select * from {{ ref('int_scoring_days') }}

),

lead_days as (

    select
        scoring_days.scored_on,
        versions.lead_id,
        -- A merge into a lead created later cannot have been known on the day.
        case
            when merge_targets.created_on is null or merge_targets.created_on <= scoring_days.scored_on
                then versions.merged_into_lead_id
        end as merged_into_lead_id,
        case when versions.has_valid_email then versions.email end as email,
        versions.is_deleted,
        versions.created_on,
        versions.first_created_on,
        versions.first_seen_on,
        versions.updated_at
    from scoring_days
    inner join versions
        on
            scoring_days.scored_on >= versions.created_on
            and scoring_days.scored_on >= versions.valid_from
            and scoring_days.scored_on < versions.valid_to
    left join leads as merge_targets
        on versions.merged_into_lead_id = merge_targets.lead_id
    left join touched_leads
        on versions.lead_id = touched_leads.lead_id
    where
        scoring_days.is_whole
        or scoring_days.scored_on >= touched_leads.touched_from

)

select * from lead_days
