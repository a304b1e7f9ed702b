-- One row per scorecard, backtest day and person scored on it who had not converted by then: what was known
-- on the day, and what happened within the horizon after it. All reports on how well scores predict read it.

with

backtest_dates as (

    select * from {{ ref('int_scoring_dates') }}
    where is_backtest

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

sales_statuses as (

    select * from {{ ref('int_sales_statuses') }}

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

open_people as (

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
        person_stages.stage,
        scored_people.is_disqualified,
        coalesce(
            scored_people.is_disqualified or sales_statuses.sales_status in ('lost', 'rejected', 'won'), false
        ) as is_closed,
        coalesce(happened.was_accepted, 0) as was_accepted,
        coalesce(happened.was_rejected, 0) as was_rejected,
        coalesce(happened.won_amount, 0) as won_amount,
        case when happened.days_to_convert is null then 0 else 1 end as has_converted,
        happened.days_to_convert
    from scored_people
    inner join backtest_dates
        on
            scored_people.scorecard = backtest_dates.scorecard
            and scored_people.scored_on = backtest_dates.scored_on
    inner join person_stages
        on {{ same_person_day('scored_people', 'person_stages') }}
    left join sales_statuses
        on {{ same_person_day('scored_people', 'sales_statuses') }}
    left join happened
        on {{ same_person_day('scored_people', 'happened') }}
    where coalesce(happened.had_converted, 0) = 0

),

-- The days of a person resemble each other, and people who never convert have more of them. So those on which
-- the case is open share one vote: the mean of drawing one day of each person (Williamson, Datta and Satten
-- (2003), Biometrics 59, 36-42). A day on which sales has closed it has none.
backtest as (

    select
        *,
        row_number() over (partition by scorecard, person_id order by scored_on) as day_number,
        cast(
            case
                when is_closed then 0
                else 1 / cast(sum(case when is_closed then 0 else 1 end) over (
                    partition by scorecard, person_id
                ) as {{ type_double() }})
            end as {{ type_decimal(18, 12) }}
        ) as vote
    from open_people

)

select * from backtest
