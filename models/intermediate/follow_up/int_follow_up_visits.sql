-- One row per scorecard, person and visit to a stage with an action: when its hours are over, and whether the person
-- rose to the stage.

with

stage_visits as (

    select * from {{ ref('int_stage_visits') }}

),

scoring_dates as (

    select * from {{ ref('int_scoring_dates') }}
    where is_kept

),

scored_people as (

    select * from {{ ref('int_scored_people') }}
    where is_kept

),

segment_stages as (

    select * from {{ ref('int_segment_stages') }}

),

due_times as (

    select * from {{ ref('int_due_times') }}

),

-- Coming back from disqualified is no rise.
follow_up_visits as (

    select
        stage_visits.scorecard,
        stage_visits.person_id,
        stage_visits.stage,
        stage_visits.entered_on,
        stage_visits.left_on,
        scoring_dates.previous_scored_on as scored_before_on,
        due_times.due_at,
        stage_visits.stage_before is null
        or coalesce(segment_stages.stage_rank > stages_before.stage_rank, false) as is_rise
    from stage_visits
    inner join scored_people
        on
            stage_visits.scorecard = scored_people.scorecard
            and stage_visits.entered_on = scored_people.scored_on
            and stage_visits.person_id = scored_people.person_id
    inner join scoring_dates
        on
            stage_visits.scorecard = scoring_dates.scorecard
            and stage_visits.entered_on = scoring_dates.scored_on
    inner join segment_stages
        on
            scored_people.scorecard = segment_stages.scorecard
            and scored_people.segment = segment_stages.segment
            and stage_visits.stage = segment_stages.stage
    left join segment_stages as stages_before
        on
            scored_people.scorecard = stages_before.scorecard
            and scored_people.segment = stages_before.segment
            and stage_visits.stage_before = stages_before.stage
    left join due_times
        on
            stage_visits.scorecard = due_times.scorecard
            and stage_visits.entered_on = due_times.entered_on
            and segment_stages.follow_up_hours = due_times.follow_up_hours
    where segment_stages.follow_up_action is not null

)

select * from follow_up_visits
