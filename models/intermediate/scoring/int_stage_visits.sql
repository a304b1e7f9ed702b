-- One row per person and visit to a stage: from the first scored day in it to the first one out of it.
{{ config(materialized='view') }}

with

person_stages as (

    select * from {{ ref('int_person_stages') }}

),

kept_days as (

    select * from {{ ref('int_kept_days') }}

),

last_day as (

    select max(scored_on) as scored_on
    from kept_days

),

visits as (

    select
        person_id,
        stage,
        stage_entered_on as entered_on,
        max(scored_on) as last_scored_on
    from person_stages
    group by person_id, stage, stage_entered_on

),

-- The day after the last one in the stage; none where that one is the last day of all.
dated as (

    select
        visits.person_id,
        visits.stage,
        visits.entered_on,
        kept_days.scored_on as left_on
    from visits
    left join kept_days
        on visits.last_scored_on = kept_days.previous_scored_on

),

stage_visits as (

    select
        dated.person_id,
        dated.stage,
        dated.entered_on,
        dated.left_on,
        {{ days_between('dated.entered_on', 'coalesce(dated.left_on, last_day.scored_on)') }} as days_in_stage
    from dated
    cross join last_day

)

select * from stage_visits
