-- One row per stage and segment ('*' = all segments) with its cuts; null = no such cut.

with

stage_rows as (

    {{ seed_rows('stages') }}

),

typed as (

    select
        scorecard,
        stage,
        {{ read_integer('stage_rank') }} as stage_rank,
        lower(coalesce(segment, '*')) as segment,
        {{ read_number('min_score') }} as min_score,
        {{ read_number('exit_score') }} as exit_score,
        {{ read_number('min_fit_points') }} as min_fit_points,
        {{ read_number('min_engagement_points') }} as min_engagement_points,
        follow_up_action,
        {{ read_number('follow_up_hours') }} as follow_up_hours,
        row_number
    from stage_rows

)

select * from typed
