-- One row per person and visit to a stage that had begun by the latest day: the segment on its first day, and
-- the days from there to the person's first conversion.

with

stage_visits as (

    select * from {{ ref('int_stage_visits') }}

),

latest_day as (

    select * from {{ ref('int_latest_day') }}

),

scored_people as (

    select * from {{ ref('int_scored_people') }}
    where is_kept

),

segment_stages as (

    select * from {{ ref('int_segment_stages') }}

),

first_day as (

    select min(scored_on) as scored_on from {{ ref('int_kept_days') }}

),

-- What happened after the latest day is not known on it.
conversions as (

    select
        person_outcomes.scored_on,
        person_outcomes.person_id,
        min(person_outcomes.days_after_scoring) as days_to_convert
    from {{ ref('int_person_outcomes') }} as person_outcomes
    inner join latest_day
        on person_outcomes.occurred_on <= latest_day.scored_on
    where person_outcomes.outcome = '{{ var("conversion_outcome") }}'
    group by person_outcomes.scored_on, person_outcomes.person_id

),

-- Who stands in a stage on the first kept day may have entered it long before.
visit_outcomes as (

    select
        stage_visits.person_id,
        scored_people.lead_id,
        scored_people.segment,
        stage_visits.stage,
        segment_stages.stage_rank,
        stage_visits.entered_on,
        stage_visits.entered_on > first_day.scored_on as is_start_known,
        stage_visits.days_in_stage,
        conversions.days_to_convert
    from stage_visits
    inner join latest_day
        on stage_visits.entered_on <= latest_day.scored_on
    cross join first_day
    inner join scored_people
        on
            stage_visits.entered_on = scored_people.scored_on
            and stage_visits.person_id = scored_people.person_id
    left join segment_stages
        on
            scored_people.segment = segment_stages.segment
            and stage_visits.stage = segment_stages.stage
    left join conversions
        on
            stage_visits.entered_on = conversions.scored_on
            and stage_visits.person_id = conversions.person_id

)

select * from visit_outcomes
