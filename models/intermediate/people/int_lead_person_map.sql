-- One row per kept scoring day and lead of a person with several: the person, the person's primary lead, and the
-- lead's rank in filling the person's attributes. A lead without a row is a person of its own.
{{ config(
    materialized='incremental', full_refresh=false, partition_by=partition_column('scored_on'),
    pre_hook=[
        before_writing("{{ forget_whole_days() }}"),
        before_writing("{{ forget_touched_leads() }}"),
        before_writing("{{ forget_stray_days() }}")
    ]
) }}

with

map_this_run as (

    select * from {{ ref('int_lead_person_map_this_run') }}
    where has_duplicates or person_id <> lead_id

),

kept_days as (

    select * from {{ ref('int_scoring_days') }}
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
    inner join kept_days
        on map_this_run.scored_on = kept_days.scored_on

)

select * from lead_person_map
