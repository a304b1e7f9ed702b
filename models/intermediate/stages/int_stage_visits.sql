-- One row per scorecard, person and visit to a stage: from the first scored day in it to the first one out of
-- it.
{{ config(materialized='view') }}

with

person_stages as (

    select * from {{ ref('int_person_stages') }}

),

scoring_dates as (

    select * from {{ ref('int_scoring_dates') }}
    where is_kept

),

last_dates as (

    select
        scorecard,
        max(scored_on) as scored_on
    from scoring_dates
    group by scorecard

),

visits as (

    select
        scorecard,
        person_id,
        stage,
        stage_entered_on as entered_on,
        max(scored_on) as last_scored_on
    from person_stages
    group by scorecard, person_id, stage, stage_entered_on

),

-- left_on is the day after the last one in the stage; null if that is the last day of all.
stage_visits as (

    select
        visits.scorecard,
        visits.person_id,
        visits.stage,
        lag(visits.stage) over (
            partition by visits.scorecard, visits.person_id order by visits.entered_on
        ) as stage_before,
        visits.entered_on,
        scoring_dates.scored_on as left_on,
        {{ days_between('visits.entered_on', 'coalesce(scoring_dates.scored_on, last_dates.scored_on)') }}
            as days_in_stage
    from visits
    inner join last_dates
        on visits.scorecard = last_dates.scorecard
    left join scoring_dates
        on
            visits.scorecard = scoring_dates.scorecard
            and visits.last_scored_on = scoring_dates.previous_scored_on

)

select * from stage_visits
