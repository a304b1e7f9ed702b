-- One row per scoring day of this run and lead that existed on it: what identity could know on that day. On
-- days scored before, only leads whose scores may no longer hold.
{{ config(materialized='view') }}

with

versions as (

    select * from {{ ref('int_lead_versions') }}

),

leads as (

    select * from {{ ref('stg_leads') }}

),

leads_to_rescore as (

    select * from {{ ref('int_leads_to_rescore') }}

),

dates_this_run as (

    select
        scored_on,
        max(case when is_whole then 1 else 0 end) = 1 as is_whole
    from {{ ref('int_dates_this_run') }}
    group by scored_on

),

lead_days as (

    select
        dates_this_run.scored_on,
        versions.lead_id,
        -- A merge into a lead created later cannot have been known on the day; one into a lead that the input
        -- lacks joins nobody.
        case
            when merge_targets.created_on <= dates_this_run.scored_on then versions.merged_into_lead_id
        end as merged_into_lead_id,
        case when versions.has_valid_email then versions.email end as email,
        lower(versions.company_name) as company,
        {{ full_name('versions') }} as full_name,
        versions.is_deleted,
        versions.created_on,
        versions.first_created_on,
        versions.first_seen_on,
        versions.updated_at
    from dates_this_run
    inner join versions
        on
            dates_this_run.scored_on >= versions.created_on
            and dates_this_run.scored_on >= versions.valid_from
            and dates_this_run.scored_on < versions.valid_to
    left join leads as merge_targets
        on versions.merged_into_lead_id = merge_targets.lead_id
    left join leads_to_rescore
        on versions.lead_id = leads_to_rescore.lead_id
    where
        dates_this_run.is_whole
        or dates_this_run.scored_on >= leads_to_rescore.rescore_from

)

select * from lead_days
