-- One row per kept scoring day and lead of a person who has several: the person's primary lead, and the
-- lead's rank in filling that person's attributes.
{{ config(
    materialized='incremental', full_refresh=false, partition_by=partition_column('scored_on'),
    pre_hook=[
        before_writing("{{ forget_whole_days() }}"),
        before_writing("{{ forget_touched_leads() }}"),
        before_writing("{{ forget_stray_days() }}")
    ]
) }}

with

person_leads as (

    select * from {{ ref('int_person_leads') }}
    where has_duplicates

),

kept_days as (

    select * from {{ ref('int_scoring_days') }}
    where is_kept

),

person_members as (

    select
        person_leads.scored_on,
        person_leads.lead_id,
        person_leads.member_lead_id,
        cast(person_leads.lead_rank as integer) as fill_rank,
        person_leads.is_deleted
    from person_leads
    inner join kept_days
        on person_leads.scored_on = kept_days.scored_on

)

select * from person_members
