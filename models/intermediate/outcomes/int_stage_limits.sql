-- One row per scorecard, segment and stage above its lowest one: the days after which a person in it counts
-- as stuck.

with

visit_outcomes as (

    select * from {{ ref('int_visit_outcomes') }}

),

segment_stages as (

    select * from {{ ref('int_segment_stages') }}

),

levels as (

    {{ report_levels() }}

),

-- How long later customers stayed before they left the stage or bought.
stays as (

    select
        visit_outcomes.scorecard,
        case when levels.is_total then '*' else visit_outcomes.segment end as segment,
        visit_outcomes.stage,
        least(visit_outcomes.days_in_stage, visit_outcomes.days_to_convert) as days_stayed
    from visit_outcomes
    cross join levels
    where visit_outcomes.is_start_known and visit_outcomes.days_to_convert > 0

),

ranked as (

    select
        scorecard,
        segment,
        stage,
        days_stayed,
        row_number() over (partition by scorecard, segment, stage order by days_stayed) as value_rank,
        count(*) over (partition by scorecard, segment, stage) as value_count
    from stays

),

learned as (

    select
        scorecard,
        segment,
        stage,
        {{ quantile('days_stayed', 0.9) }} as p90_days
    from ranked
    where value_count >= {{ var('min_group_size') }}
    group by scorecard, segment, stage

),

above_the_lowest as (

    select
        scorecard,
        segment,
        stage,
        stage_rank > min(stage_rank) over (partition by scorecard, segment) as is_above
    from segment_stages

),

stage_limits as (

    select
        above_the_lowest.scorecard,
        above_the_lowest.segment,
        above_the_lowest.stage,
        cast(
            coalesce(of_segment.p90_days, of_all.p90_days, {{ var('stuck_after_days') }}) as integer
        ) as stuck_after_days,
        case
            when of_segment.p90_days is not null then 'customers of the segment'
            when of_all.p90_days is not null then 'customers of all segments'
            else 'var stuck_after_days'
        end as limit_source
    from above_the_lowest
    left join learned as of_segment
        on
            above_the_lowest.scorecard = of_segment.scorecard
            and above_the_lowest.segment = of_segment.segment
            and above_the_lowest.stage = of_segment.stage
    left join learned as of_all
        on
            above_the_lowest.scorecard = of_all.scorecard
            and of_all.segment = '*'
            and above_the_lowest.stage = of_all.stage
    where above_the_lowest.is_above

)

select * from stage_limits
