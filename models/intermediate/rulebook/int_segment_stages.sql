-- One row per scorecard, segment and stage: the cuts that apply, those of the segment itself before those of
-- '*'.

with

stages as (

    select * from {{ ref('stg_stages') }}

),

segments as (

    select
        scorecard,
        segment
    from {{ ref('stg_segments') }}

    union distinct

    select
        scorecard,
        'default' as segment
    from {{ ref('stg_scorecards') }}

),

ranked as (

    select
        segments.scorecard,
        segments.segment,
        stages.stage,
        stages.stage_rank,
        stages.min_score,
        stages.exit_score,
        stages.min_fit_points,
        stages.min_engagement_points,
        stages.follow_up_action,
        stages.follow_up_hours,
        row_number() over (
            partition by segments.scorecard, segments.segment, stages.stage
            order by case when stages.segment = '*' then 1 else 0 end
        ) as row_rank
    from segments
    inner join stages
        on
            segments.scorecard = stages.scorecard
            and stages.segment in ('*', segments.segment)

),

segment_stages as (

    select
        scorecard,
        segment,
        stage,
        stage_rank,
        min_score,
        exit_score,
        min_fit_points,
        min_engagement_points,
        coalesce(min_score, min_fit_points, min_engagement_points) is null as is_always_open,
        follow_up_action,
        follow_up_hours
    from ranked
    where row_rank = 1

)

select * from segment_stages
