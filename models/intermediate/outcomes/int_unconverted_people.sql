-- One row per scorecard, backtest day and person scored on it who had not converted by then: the score, and what
-- happened within the horizon after the day. It waits for no stage, so that the probability of a conversion, which
-- follows from scores and outcomes alone, need not either.

with

backtest_dates as (

    select * from {{ ref('int_scoring_dates') }}
    where is_backtest

),

scored_people as (

    select * from {{ ref('int_scored_people') }}

),

person_outcomes as (

    select * from {{ ref('int_person_outcomes') }}

),

happened as (

    select
        scorecard,
        scored_on,
        person_id,
        max(case when is_conversion and days_after_scoring <= 0 then 1 else 0 end) as had_converted,
        min(case when is_conversion and is_within_horizon then days_after_scoring end) as days_to_convert,
        max(case when outcome = 'accepted' and is_within_horizon then 1 else 0 end) as was_accepted,
        max(case when outcome = 'rejected' and is_within_horizon then 1 else 0 end) as was_rejected,
        sum(case when is_conversion and is_within_horizon then amount end) as won_amount
    from person_outcomes
    group by scorecard, scored_on, person_id

),

unconverted_people as (

    select
        scored_people.scorecard,
        scored_people.scored_on,
        scored_people.person_id,
        scored_people.lead_id,
        scored_people.segment,
        scored_people.score,
        scored_people.raw_score,
        scored_people.fit_points,
        scored_people.engagement_points,
        scored_people.grade,
        scored_people.is_disqualified,
        coalesce(happened.was_accepted, 0) as was_accepted,
        coalesce(happened.was_rejected, 0) as was_rejected,
        coalesce(happened.won_amount, 0) as won_amount,
        case when happened.days_to_convert is null then 0 else 1 end as has_converted,
        happened.days_to_convert,
        row_number() over (
            partition by scored_people.scorecard, scored_people.person_id
            order by scored_people.scored_on
        ) as day_number
    from scored_people
    inner join backtest_dates
        on
            scored_people.scorecard = backtest_dates.scorecard
            and scored_people.scored_on = backtest_dates.scored_on
    left join happened
        on {{ same_person_day('scored_people', 'happened') }}
    where coalesce(happened.had_converted, 0) = 0

)

select * from unconverted_people
