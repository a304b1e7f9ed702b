-- One row per scoring day and person: the stage, and the reason where it is disqualified.

with

person_points as (

    select * from {{ ref('int_person_points') }}

),

person_segments as (

    select * from {{ ref('int_person_segments') }}

),

segment_stages as (

    select * from {{ ref('int_segment_stages') }}

),

overrides as (

    select * from {{ ref('int_person_overrides') }}

),

fast_tracks as (

    select distinct
        scored_on,
        lead_id,
        stage
    from overrides
    where effect = 'fast_track'

),

disqualifications as (

    select
        scored_on,
        lead_id,
        reason
    from overrides
    where effect = 'disqualify' and effect_rank = 1

),

-- A person may be in any stage all of whose cuts hold, or to which a fast track lifts him. Where none
-- is open, he is in the lowest.
judged as (

    select
        person_points.scored_on,
        person_points.lead_id,
        segment_stages.stage,
        segment_stages.stage_rank,
        case
            when fast_tracks.stage is not null then 1
            when
                person_points.score >= coalesce(segment_stages.min_score, person_points.score)
                and person_points.fit_points
                >= coalesce(segment_stages.min_fit_points, person_points.fit_points)
                and person_points.engagement_points
                >= coalesce(segment_stages.min_engagement_points, person_points.engagement_points)
                then 1
            else 0
        end as is_open
    from person_points
    inner join person_segments
        on
            person_points.scored_on = person_segments.scored_on
            and person_points.lead_id = person_segments.lead_id
    inner join segment_stages
        on person_segments.segment = segment_stages.segment
    left join fast_tracks
        on
            person_points.scored_on = fast_tracks.scored_on
            and person_points.lead_id = fast_tracks.lead_id
            and segment_stages.stage = fast_tracks.stage

),

ranked as (

    select
        scored_on,
        lead_id,
        stage,
        row_number() over (
            partition by scored_on, lead_id
            order by
                is_open desc,
                case when is_open = 1 then stage_rank end desc nulls last,
                stage_rank asc,
                stage asc
        ) as stage_choice
    from judged

),

person_stages as (

    select
        ranked.scored_on,
        ranked.lead_id,
        case when disqualifications.reason is null then ranked.stage else 'disqualified' end as stage,
        disqualifications.reason is not null as is_disqualified,
        disqualifications.reason as disqualification_reason
    from ranked
    left join disqualifications
        on
            ranked.scored_on = disqualifications.scored_on
            and ranked.lead_id = disqualifications.lead_id
    where ranked.stage_choice = 1

)

select * from person_stages
