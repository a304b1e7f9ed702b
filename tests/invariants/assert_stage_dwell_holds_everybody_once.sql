-- Scorecards whose stage_dwell, of all segments together or one by one, does not hold the people of
-- lead_scores or the stuck ones of stuck_leads; and people who are stuck though their stage is the lowest.

with

levels as (

    {{ report_levels() }}

),

people as (

    select
        scorecard,
        count(*) as people
    from {{ ref('lead_scores') }}
    group by scorecard

),

stuck as (

    select
        scorecard,
        count(*) as stuck
    from {{ ref('stuck_leads') }}
    group by scorecard

),

dwell as (

    select
        scorecard,
        segment = '*' as is_total,
        sum(people) as people,
        sum(stuck) as stuck
    from {{ ref('stage_dwell') }}
    group by scorecard, segment = '*'

),

lowest as (

    select
        scorecard,
        segment,
        min(stage_rank) as lowest_rank
    from {{ ref('int_segment_stages') }}
    group by scorecard, segment

),

wrong as (

    select
        people.scorecard,
        'counts of stage_dwell' as wrong
    from people
    cross join levels
    left join stuck
        on people.scorecard = stuck.scorecard
    left join dwell
        on
            people.scorecard = dwell.scorecard
            and levels.is_total = dwell.is_total
    where
        people.people <> coalesce(dwell.people, -1)
        or coalesce(stuck.stuck, 0) <> coalesce(dwell.stuck, -1)

    union all

    select
        stuck_leads.scorecard,
        stuck_leads.person_id as wrong
    from {{ ref('stuck_leads') }} as stuck_leads
    left join {{ ref('int_segment_stages') }} as segment_stages
        on
            stuck_leads.scorecard = segment_stages.scorecard
            and stuck_leads.segment = segment_stages.segment
            and stuck_leads.stage = segment_stages.stage
    left join lowest
        on
            stuck_leads.scorecard = lowest.scorecard
            and stuck_leads.segment = lowest.segment
    where coalesce(segment_stages.stage_rank <= lowest.lowest_rank, true)

)

select * from wrong
