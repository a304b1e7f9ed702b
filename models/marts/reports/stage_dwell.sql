-- One row per scorecard, stage and segment ('*' = all) with people in it on the latest day: for how long they
-- have been there, and how many of them are stuck.

with

lead_scores as (

    select * from {{ ref('lead_scores') }}

),

stage_limits as (

    select * from {{ ref('int_stage_limits') }}

),

stuck_leads as (

    select * from {{ ref('stuck_leads') }}

),

levels as (

    {{ report_levels() }}

),

people as (

    select
        lead_scores.scorecard,
        lead_scores.stage,
        case when levels.is_total then '*' else lead_scores.segment end as segment,
        {{ days_between('lead_scores.stage_entered_on', 'lead_scores.scored_on') }} as days_in_stage,
        case when not levels.is_total then stage_limits.stuck_after_days end as stuck_after_days,
        case when stuck_leads.person_id is null then 0 else 1 end as is_stuck
    from lead_scores
    cross join levels
    left join stage_limits
        on
            lead_scores.scorecard = stage_limits.scorecard
            and lead_scores.segment = stage_limits.segment
            and lead_scores.stage = stage_limits.stage
    left join stuck_leads
        on
            lead_scores.scorecard = stuck_leads.scorecard
            and lead_scores.person_id = stuck_leads.person_id

),

ranked as (

    select
        *,
        row_number() over (partition by scorecard, stage, segment order by days_in_stage) as value_rank,
        count(*) over (partition by scorecard, stage, segment) as value_count
    from people

),

stage_dwell as (

    select
        scorecard,
        stage,
        segment,
        cast(count(*) as bigint) as people,
        cast({{ quantile('days_in_stage', 0.5) }} as integer) as median_days_in_stage,
        cast({{ quantile('days_in_stage', 0.9) }} as integer) as p90_days_in_stage,
        cast(max(stuck_after_days) as integer) as stuck_after_days,
        cast(sum(is_stuck) as bigint) as stuck,
        count(*) >= {{ var('min_group_size') }} as is_enough
    from ranked
    group by scorecard, stage, segment

)

select * from stage_dwell
