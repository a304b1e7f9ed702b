-- One row per person on the latest scoring day: score, grade, stage, and the reasons for them.
{{ refuse_another_day() }}

with

scored_people as (

    select * from {{ ref('int_scored_people') }}

),

latest_day as (

    select * from {{ ref('int_latest_day') }}

),

person_stages as (

    select * from {{ ref('int_person_stages') }}

),

week_changes as (

    select * from {{ ref('int_week_changes') }}

),

conversion_probabilities as (

    select * from {{ ref('int_conversion_probabilities') }}

),

founders as (

    select * from {{ ref('int_person_founders') }}

),

lead_scores as (

    select
        scored_people.lead_id,
        scored_people.scored_on,
        scored_people.segment,
        scored_people.score,
        scored_people.raw_score,
        scored_people.fit_points,
        scored_people.engagement_points,
        scored_people.negative_points,
        scored_people.decay_points,
        scored_people.fit_grade,
        scored_people.engagement_grade,
        scored_people.grade,
        person_stages.stage,
        person_stages.stage_entered_on,
        scored_people.is_disqualified,
        scored_people.disqualification_reason,
        week_changes.score_change_7d,
        coalesce(week_changes.is_rising, false) as is_rising,
        conversion_probabilities.conversion_probability,
        conversion_probabilities.probability_source,
        scored_people.data_coverage,
        scored_people.machine_hit_share,
        scored_people.top_reasons,
        scored_people.last_engaged_on,
        {{ is_holdout('coalesce(founders.founder_lead_id, scored_people.lead_id)') }} as is_holdout,
        scored_people.rulebook_version
    from scored_people
    inner join latest_day
        on scored_people.scored_on = latest_day.scored_on
    inner join person_stages
        on
            scored_people.scored_on = person_stages.scored_on
            and scored_people.lead_id = person_stages.lead_id
    left join week_changes
        on scored_people.lead_id = week_changes.lead_id
    left join conversion_probabilities
        on
            scored_people.scored_on = conversion_probabilities.scored_on
            and scored_people.lead_id = conversion_probabilities.lead_id
    left join founders
        on
            scored_people.scored_on = founders.scored_on
            and scored_people.lead_id = founders.lead_id

)

select * from lead_scores
