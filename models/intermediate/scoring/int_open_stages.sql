-- One row per scoring day, person and stage open to him: all its cuts hold, or a fast track lifts him to it.
-- Stages without cuts are open to all and do not appear.
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

segment_stages as (

    select * from {{ ref('int_segment_stages') }}

),

fast_tracks as (

    select distinct
        scored_on,
        person_id,
        stage
    from {{ ref('int_person_overrides') }}
    where effect = 'fast_track'

),

open_stages as (

    select
        person_points.scored_on,
        person_points.person_id,
        segment_stages.stage
    from person_points
    inner join person_segments
        on
            person_points.scored_on = person_segments.scored_on
            and person_points.person_id = person_segments.person_id
    inner join segment_stages
        on person_segments.segment = segment_stages.segment
    left join fast_tracks
        on
            person_points.scored_on = fast_tracks.scored_on
            and person_points.person_id = fast_tracks.person_id
            and segment_stages.stage = fast_tracks.stage
    where
        fast_tracks.stage is not null
        or (
            not segment_stages.is_always_open
            and person_points.score >= coalesce(segment_stages.min_score, person_points.score)
            and person_points.fit_points >= coalesce(segment_stages.min_fit_points, person_points.fit_points)
            and person_points.engagement_points
            >= coalesce(segment_stages.min_engagement_points, person_points.engagement_points)
        )

)

select * from open_stages
