-- One row per scorecard, backtest day and person scored on it who had not converted by then: what was known
-- on the day, and what happened within the horizon after it. All reports on how well scores predict read it.

with

unconverted_people as (

    select * from {{ ref('int_unconverted_people') }}

),

person_stages as (

    select * from {{ ref('int_person_stages') }}

),

sales_statuses as (

    select * from {{ ref('int_sales_statuses') }}

),

staged_people as (

    select
        unconverted_people.*,
        person_stages.stage,
        coalesce(
            unconverted_people.is_disqualified or sales_statuses.sales_status in ('lost', 'rejected', 'won'), false
        ) as is_closed
    from unconverted_people
    inner join person_stages
        on {{ same_person_day('unconverted_people', 'person_stages') }}
    left join sales_statuses
        on {{ same_person_day('unconverted_people', 'sales_statuses') }}

),

-- The days of a person resemble each other, and people who never convert have more of them. So those on which
-- the case is open share one vote: the mean of drawing one day of each person (Williamson, Datta and Satten
-- (2003), Biometrics 59, 36-42). A day on which sales has closed it has none.
backtest as (

    select
        scorecard,
        scored_on,
        person_id,
        lead_id,
        segment,
        score,
        raw_score,
        fit_points,
        engagement_points,
        grade,
        stage,
        is_disqualified,
        is_closed,
        was_accepted,
        was_rejected,
        won_amount,
        has_converted,
        days_to_convert,
        day_number,
        cast(
            case
                when is_closed then 0
                else 1 / cast(sum(case when is_closed then 0 else 1 end) over (
                    partition by scorecard, person_id
                ) as {{ type_double() }})
            end as {{ type_decimal(18, 12) }}
        ) as vote
    from staged_people

)

select * from backtest
