-- One row per backtest day and person scored on it who had not converted by then: what the day said of him,
-- and what happened within the horizon after it. The one frame of all reports on how well scores predict.

with

backtest_days as (

    select * from {{ ref('int_backtest_days') }}

),

scored_people as (

    select * from {{ ref('int_scored_people') }}

),

person_stages as (

    select * from {{ ref('int_person_stages') }}

),

person_outcomes as (

    select * from {{ ref('int_person_outcomes') }}

),

happened as (

    select
        scored_on,
        person_id,
        min(
            case when outcome = '{{ var("conversion_outcome") }}' then days_after_scoring end
        ) as days_to_convert,
        max(
            case when outcome = 'accepted' and {{ within_horizon() }} then 1 else 0 end
        ) as was_accepted,
        max(
            case when outcome = 'rejected' and {{ within_horizon() }} then 1 else 0 end
        ) as was_rejected,
        sum(
            case when outcome = '{{ var("conversion_outcome") }}' and {{ within_horizon() }} then amount end
        ) as won_amount
    from person_outcomes
    group by scored_on, person_id

),

backtest as (

    select
        scored_people.scored_on,
        scored_people.person_id,
        scored_people.lead_id,
        scored_people.segment,
        scored_people.score,
        scored_people.raw_score,
        scored_people.fit_points,
        scored_people.engagement_points,
        scored_people.grade,
        person_stages.stage,
        scored_people.is_disqualified,
        coalesce(happened.was_accepted, 0) as was_accepted,
        coalesce(happened.was_rejected, 0) as was_rejected,
        coalesce(happened.won_amount, 0) as won_amount,
        case
            when happened.days_to_convert <= {{ var('conversion_horizon_days') }} then 1
            else 0
        end as has_converted,
        case
            when happened.days_to_convert <= {{ var('conversion_horizon_days') }}
                then happened.days_to_convert
        end as days_to_convert,
        row_number() over (
            partition by scored_people.person_id order by scored_people.scored_on asc
        ) as day_number
    from scored_people
    inner join backtest_days
        on scored_people.scored_on = backtest_days.scored_on
    inner join person_stages
        on
            scored_people.scored_on = person_stages.scored_on
            and scored_people.person_id = person_stages.person_id
    left join happened
        on
            scored_people.scored_on = happened.scored_on
            and scored_people.person_id = happened.person_id
    where happened.days_to_convert is null or happened.days_to_convert > 0

)

select * from backtest
