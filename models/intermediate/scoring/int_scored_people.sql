-- One row per scoring day and person: everything the day says of him, side by side.
{{ config(
    materialized='incremental', full_refresh=false, partition_by=partition_column('scored_on'),
    pre_hook=[
        before_writing("{{ forget_whole_days() }}"),
        before_writing("{{ forget_touched_leads() }}"),
        before_writing("{{ forget_stray_days() }}")
    ]
) }}

with

person_points as (

    select * from {{ ref('int_person_points') }}

),

person_segments as (

    select * from {{ ref('int_person_segments') }}

),

person_grades as (

    select * from {{ ref('int_person_grades') }}

),

scoring_days as (

    select * from {{ ref('int_scoring_days') }}

),

disqualifications as (

    select * from {{ ref('int_person_overrides') }}
    where effect = 'disqualify' and effect_rank = 1

),

data_coverage as (

    select * from {{ ref('int_data_coverage') }}

),

machine_hits as (

    select * from {{ ref('int_person_machine_hits') }}

),

top_reasons as (

    select * from {{ ref('int_top_reasons') }}

),

last_engagements as (

    select * from {{ ref('int_last_engagements') }}
    where engaged_in = 'engagement'

),

person_probabilities as (

    select * from {{ ref('int_person_probabilities') }}

),

scored_people as (

    select
        person_points.lead_id,
        person_points.scored_on,
        person_segments.segment,
        person_points.score,
        person_points.raw_score,
        person_points.fit_points,
        person_points.engagement_points,
        person_points.negative_points,
        person_points.decay_points,
        person_grades.fit_grade,
        person_grades.engagement_grade,
        {{ join_texts('', ['person_grades.fit_grade', 'person_grades.engagement_grade']) }} as grade,
        disqualifications.reason is not null as is_disqualified,
        disqualifications.reason as disqualification_reason,
        cast(coalesce(data_coverage.data_coverage, 0) as {{ type_decimal(9, 6) }}) as data_coverage,
        cast(
            coalesce({{ share('machine_hits.machine_hits', 'machine_hits.all_hits') }}, 0)
            as {{ type_decimal(9, 6) }}
        ) as machine_hit_share,
        top_reasons.top_reasons,
        last_engagements.last_engaged_on,
        person_probabilities.trained_probability,
        scoring_days.is_kept,
        scorecards.rulebook_version
    from person_points
    inner join scoring_days
        on person_points.scored_on = scoring_days.scored_on
    inner join {{ ref('stg_scorecards') }} as scorecards
        on scorecards.scorecard_rank = 1
    inner join person_segments
        on
            person_points.scored_on = person_segments.scored_on
            and person_points.lead_id = person_segments.lead_id
    left join disqualifications
        on
            person_points.scored_on = disqualifications.scored_on
            and person_points.lead_id = disqualifications.lead_id
    left join person_grades
        on
            person_points.scored_on = person_grades.scored_on
            and person_points.lead_id = person_grades.lead_id
    left join data_coverage
        on
            person_points.scored_on = data_coverage.scored_on
            and person_points.lead_id = data_coverage.lead_id
    left join machine_hits
        on
            person_points.scored_on = machine_hits.scored_on
            and person_points.lead_id = machine_hits.lead_id
    left join top_reasons
        on
            person_points.scored_on = top_reasons.scored_on
            and person_points.lead_id = top_reasons.lead_id
    left join last_engagements
        on
            person_points.scored_on = last_engagements.scored_on
            and person_points.lead_id = last_engagements.lead_id
    left join person_probabilities
        on
            person_points.scored_on = person_probabilities.scored_on
            and person_points.lead_id = person_probabilities.lead_id

)

select * from scored_people
-- A lead's rows lie together, for those who ask about one lead.
order by scored_on asc, lead_id asc
