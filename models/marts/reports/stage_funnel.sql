-- One row per scorecard, segment ('*' = all) and stage: how many people ever got so far, and how many of
-- those bought.

with

visits as (

    select * from {{ ref('int_visit_outcomes') }}

),

segment_stages as (

    select * from {{ ref('int_segment_stages') }}

),

levels as (

    {{ report_levels() }}

),

ranked as (

    select
        *,
        row_number() over (partition by scorecard, person_id order by entered_on desc) as visit_rank
    from visits

),

people as (

    select
        scorecard,
        person_id,
        max(case when visit_rank = 1 then segment end) as segment,
        max(stage_rank) as highest_rank,
        max(case when days_to_convert is not null then 1 else 0 end) as has_bought
    from ranked
    group by scorecard, person_id

),

reached as (

    select
        people.scorecard,
        case when levels.is_total then '*' else people.segment end as segment,
        segment_stages.stage,
        segment_stages.stage_rank,
        people.has_bought,
        case when people.highest_rank >= segment_stages.stage_rank then 1 else 0 end as has_reached
    from people
    inner join segment_stages
        on
            people.scorecard = segment_stages.scorecard
            and people.segment = segment_stages.segment
    cross join levels

),

stage_funnel as (

    select
        scorecard,
        segment,
        stage,
        cast(min(stage_rank) as integer) as stage_rank,
        cast(count(*) as bigint) as people,
        cast(sum(has_reached) as bigint) as reached,
        {{ rate_columns('reached_share', 'sum(has_reached)', 'count(*)') }},
        cast(sum(has_reached * has_bought) as bigint) as customers,
        count(*) >= {{ var('min_group_size') }} as is_enough
    from reached
    group by scorecard, segment, stage

)

select * from stage_funnel
