-- One row per challenger (scorecard), side and stage that the side has: people in it and follow-ups due on
-- the latest day, and entries since the first day. A person who enters and leaves between two scored days is
-- not seen.

with

challengers as (

    select * from {{ ref('int_challengers') }}

),

segment_stages as (

    select * from {{ ref('int_segment_stages') }}

),

compared_sides as (

    select * from {{ ref('int_compared_sides') }}

),

sales_cases as (

    select * from {{ ref('int_sales_cases') }}

),

known_stages as (

    select
        challengers.scorecard,
        challengers.side,
        segment_stages.stage
    from challengers
    inner join segment_stages
        on challengers.side_scorecard = segment_stages.scorecard

    union distinct

    select
        scorecard,
        side,
        'disqualified' as stage
    from challengers

),

dates as (

    select
        scorecard,
        scored_on,
        lag(scored_on) over (partition by scorecard order by scored_on) as previous_on,
        min(scored_on) over (partition by scorecard) as first_on,
        max(case when is_latest then scored_on end) over (partition by scorecard) as latest_on
    from compared_sides
    group by scorecard, scored_on, is_latest

),

-- An entry is a stay that began after the scored day before. When the stays of the first day began is
-- unknown.
counted as (

    select
        compared_sides.scorecard,
        compared_sides.side,
        compared_sides.stage,
        sum(case when compared_sides.is_latest then 1 else 0 end) as people,
        sum(
            case
                when not compared_sides.is_latest or sales_cases.person_id is not null then 0
                when segment_stages.follow_up_action is not null then 1
                else 0
            end
        ) as follow_ups_due,
        sum(case when compared_sides.stage_entered_on > dates.previous_on then 1 else 0 end) as entries
    from compared_sides
    inner join dates
        on compared_sides.scorecard = dates.scorecard and compared_sides.scored_on = dates.scored_on
    left join segment_stages
        on
            compared_sides.side_scorecard = segment_stages.scorecard
            and compared_sides.segment = segment_stages.segment
            and compared_sides.stage = segment_stages.stage
    left join sales_cases
        on
            compared_sides.side_scorecard = sales_cases.scorecard
            and compared_sides.person_id = sales_cases.person_id
    where compared_sides.scored_on <= dates.latest_on
    group by compared_sides.scorecard, compared_sides.side, compared_sides.stage

),

compared_load as (

    select
        known_stages.scorecard,
        known_stages.side,
        known_stages.stage,
        dates.scored_on,
        coalesce(counted.people, 0) as people,
        coalesce(counted.follow_ups_due, 0) as follow_ups_due,
        coalesce(counted.entries, 0) as entries,
        {{ days_between('dates.first_on', 'dates.latest_on') }} as scored_days
    from known_stages
    inner join dates
        on known_stages.scorecard = dates.scorecard and dates.scored_on = dates.latest_on
    left join counted
        on
            known_stages.scorecard = counted.scorecard
            and known_stages.side = counted.side
            and known_stages.stage = counted.stage

)

select * from compared_load
