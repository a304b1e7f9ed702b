-- One row per kept scoring day and lead of a person with several: the person, the person's primary lead, and
-- the lead's rank in filling the person's attributes. A lead without a row is a person of its own.
{{ config(
    materialized='incremental', full_refresh=false, partition_by=partition_column('scored_on'),
    pre_hook=[
        pre_hook_delete("{{ delete_rescored_dates(has_scorecard=false) }}"),
        pre_hook_delete("{{ delete_rescored_leads() }}"),
        pre_hook_delete("{{ delete_unwanted_dates(has_scorecard=false) }}")
    ]
) }}

with

map_this_run as (

    select * from {{ ref('int_lead_person_map_this_run') }}
    where has_duplicates or person_id <> lead_id

),

kept_dates as (

    select distinct scored_on
    from {{ ref('int_dates_this_run') }}
    where is_kept

),

lead_person_map as (

    select
        map_this_run.scored_on,
        map_this_run.lead_id,
        map_this_run.person_id,
        map_this_run.primary_lead_id,
        cast(map_this_run.merge_rank as integer) as merge_rank,
        map_this_run.is_deleted
    from map_this_run
    inner join kept_dates
        on map_this_run.scored_on = kept_dates.scored_on

)

select * from lead_person_map
