-- One row per scorecard, person and visit to a stage: from the first scored day in it to the first one out of
-- it.

with

stage_visits as (

    select * from {{ ref('int_stage_visits') }}

),

scored_people as (

    select * from {{ ref('int_scored_people') }}

),

lead_stage_history as (

    select
        stage_visits.scorecard,
        stage_visits.person_id,
        scored_people.lead_id,
        stage_visits.stage,
        stage_visits.entered_on,
        stage_visits.left_on,
        stage_visits.days_in_stage
    from stage_visits
    inner join scored_people
        on
            stage_visits.scorecard = scored_people.scorecard
            and stage_visits.entered_on = scored_people.scored_on
            and stage_visits.person_id = scored_people.person_id

)

select * from lead_stage_history
