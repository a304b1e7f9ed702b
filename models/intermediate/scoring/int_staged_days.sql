-- One row per person and kept scoring day whose stage this run settles: days it scored, and all later ones.
{{ config(materialized='view') }}

with

scored_people as (

    select * from {{ ref('int_scored_people') }}
    where is_kept

),

kept_days as (

    select * from {{ ref('int_kept_days') }}

),

touched_leads as (

    select * from {{ ref('int_touched_leads') }}

),

first_whole_day as (

    select coalesce(min(scored_on), cast('9999-12-31' as date)) as scored_on
    from {{ ref('int_scoring_days') }}
    where is_whole and is_kept

),

staged_days as (

    select
        scored_people.scored_on,
        scored_people.person_id,
        kept_days.previous_scored_on,
        scored_people.segment,
        scored_people.score,
        scored_people.is_disqualified
    from scored_people
    inner join kept_days
        on scored_people.scored_on = kept_days.scored_on
    cross join first_whole_day
    left join touched_leads
        on scored_people.person_id = touched_leads.lead_id
    where
        scored_people.scored_on >= first_whole_day.scored_on
        or scored_people.scored_on >= touched_leads.touched_from

)

select * from staged_days
