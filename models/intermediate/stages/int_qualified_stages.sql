-- One row per scorecard, scoring day, person and stage the person qualifies for: all its cuts hold, or a fast
-- track grants it. Stages without cuts are open to everybody and do not appear.
{{ config(
    materialized='incremental', full_refresh=false, partition_by=partition_column('scored_on'),
    pre_hook=[
        pre_hook_delete("{{ delete_rescored_dates() }}"),
        pre_hook_delete("{{ delete_rescored_leads() }}"),
        pre_hook_delete("{{ delete_unwanted_dates() }}")
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
        scorecard,
        scored_on,
        person_id,
        stage
    from {{ ref('int_person_overrides') }}
    where effect = 'fast_track'

),

qualified_stages as (

    select
        person_points.scorecard,
        person_points.scored_on,
        person_points.person_id,
        segment_stages.stage
    from person_points
    inner join person_segments
        on {{ same_person_day('person_points', 'person_segments') }}
    inner join segment_stages
        on
            person_segments.scorecard = segment_stages.scorecard
            and person_segments.segment = segment_stages.segment
    left join fast_tracks
        on
            {{ same_person_day('person_points', 'fast_tracks') }}
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

select * from qualified_stages
