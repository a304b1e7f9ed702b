-- Where stage_dwell, of all segments together or one by one, does not hold the people of lead_scores or the
-- stuck ones of stuck_leads; and people who are stuck though their stage is the lowest.

with

levels as (

    {{ report_levels() }}

),

people as (

    select count(*) as people from {{ ref('lead_scores') }}

),

stuck as (

    select count(*) as stuck from {{ ref('stuck_leads') }}

),

dwell as (

    select
        levels.is_total,
        coalesce(sum(stage_dwell.people), 0) as people,
        coalesce(sum(stage_dwell.stuck), 0) as stuck
    from levels
    left join {{ ref('stage_dwell') }} as stage_dwell
        on levels.is_total = (stage_dwell.segment = '*')
    group by levels.is_total

),

lowest as (

    select
        segment,
        min(stage_rank) as lowest_rank
    from {{ ref('int_segment_stages') }}
    group by segment

),

stuck_at_the_bottom as (

    select stuck_leads.person_id
    from {{ ref('stuck_leads') }} as stuck_leads
    left join {{ ref('int_segment_stages') }} as segment_stages
        on
            stuck_leads.segment = segment_stages.segment
            and stuck_leads.stage = segment_stages.stage
    left join lowest
        on stuck_leads.segment = lowest.segment
    where coalesce(segment_stages.stage_rank <= lowest.lowest_rank, true)

),

wrong as (

    select 'counts of stage_dwell' as wrong
    from dwell
    cross join people
    cross join stuck
    where dwell.people <> people.people or dwell.stuck <> stuck.stuck

    union all

    select person_id as wrong
    from stuck_at_the_bottom

)

select * from wrong
