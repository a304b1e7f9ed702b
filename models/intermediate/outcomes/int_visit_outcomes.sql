-- One row per scorecard, person and visit to a stage that had begun by the latest day: the segment on its
-- first day, and the days from there to the person's first conversion.

with

stage_visits as (

    select * from {{ ref('int_stage_visits') }}

),

scored_people as (

    select * from {{ ref('int_scored_people') }}
    where is_kept

),

segment_stages as (

    select * from {{ ref('int_segment_stages') }}

),

date_limits as (

    select
        scorecard,
        min(case when is_kept then scored_on end) as first_scored_on,
        max(case when is_latest then scored_on end) as latest_scored_on
    from {{ ref('int_scoring_dates') }}
    group by scorecard

),

-- What happened after the latest day is not known on it.
conversions as (

    select
        person_outcomes.scorecard,
        person_outcomes.scored_on,
        person_outcomes.person_id,
        min(person_outcomes.days_after_scoring) as days_to_convert
    from {{ ref('int_person_outcomes') }} as person_outcomes
    inner join date_limits
        on
            person_outcomes.scorecard = date_limits.scorecard
            and person_outcomes.occurred_on <= date_limits.latest_scored_on
    where person_outcomes.is_conversion
    group by person_outcomes.scorecard, person_outcomes.scored_on, person_outcomes.person_id

),

-- People in a stage on the first kept day may have entered it long before.
visit_outcomes as (

    select
        stage_visits.scorecard,
        stage_visits.person_id,
        scored_people.lead_id,
        scored_people.segment,
        stage_visits.stage,
        segment_stages.stage_rank,
        stage_visits.entered_on,
        stage_visits.entered_on > date_limits.first_scored_on as is_start_known,
        stage_visits.days_in_stage,
        conversions.days_to_convert
    from stage_visits
    inner join date_limits
        on
            stage_visits.scorecard = date_limits.scorecard
            and stage_visits.entered_on <= date_limits.latest_scored_on
    inner join scored_people
        on
            stage_visits.scorecard = scored_people.scorecard
            and stage_visits.entered_on = scored_people.scored_on
            and stage_visits.person_id = scored_people.person_id
    left join segment_stages
        on
            scored_people.scorecard = segment_stages.scorecard
            and scored_people.segment = segment_stages.segment
            and stage_visits.stage = segment_stages.stage
    left join conversions
        on
            stage_visits.scorecard = conversions.scorecard
            and stage_visits.entered_on = conversions.scored_on
            and stage_visits.person_id = conversions.person_id

)

select * from visit_outcomes
