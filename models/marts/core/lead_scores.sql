-- One row per person on the latest scoring day: score, grade, stage, and the reasons for them.

with

scored_people as (

    select * from {{ ref('int_scored_people') }}

),

latest_day as (

    select scored_on from {{ ref('int_scoring_days') }}
    where is_latest

),

stage_entries as (

    select * from {{ ref('int_stage_entries') }}

),

rulebook_version as (

    select * from {{ ref('int_rulebook_version') }}

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
        scored_people.stage,
        stage_entries.stage_entered_on,
        scored_people.is_disqualified,
        scored_people.disqualification_reason,
        {{ amount('null') }} as score_change_7d,
        cast(null as boolean) as is_rising,
        cast(null as decimal(9, 6)) as conversion_probability,
        scored_people.data_coverage,
        scored_people.machine_hit_share,
        scored_people.top_reasons,
        scored_people.last_engaged_on,
        cast(null as boolean) as is_holdout,
        rulebook_version.rulebook_version
    from scored_people
    inner join latest_day
        on scored_people.scored_on = latest_day.scored_on
    inner join stage_entries
        on scored_people.lead_id = stage_entries.lead_id
    cross join rulebook_version

)

select * from lead_scores
