-- One row per scorecard and segment of the latest day: what somebody of the segment is expected to spend who buys.
{{ config(materialized='view') }}

with

latest_dates as (

    select * from {{ ref('int_scoring_dates') }}
    where is_latest

),

scored_people as (

    select * from {{ ref('int_scored_people') }}

),

sales as (

    select * from {{ ref('int_person_outcomes') }}
    where is_conversion and days_after_scoring <= 0

),

people as (

    select
        scored_people.scorecard,
        scored_people.segment,
        scored_people.person_id,
        sum(sales.amount) as amount
    from scored_people
    inner join latest_dates
        on
            scored_people.scorecard = latest_dates.scorecard
            and scored_people.scored_on = latest_dates.scored_on
    left join sales
        on {{ same_person_day('scored_people', 'sales') }}
    group by scored_people.scorecard, scored_people.segment, scored_people.person_id

),

segments as (

    select
        scorecard,
        segment,
        cast(count(amount) as {{ type_double() }}) as customers,
        cast(coalesce(sum(amount), 0) as {{ type_double() }}) as amount
    from people
    group by scorecard, segment

),

overall as (

    select
        *,
        sum(amount) over (partition by scorecard)
        / nullif(sum(customers) over (partition by scorecard), 0) as overall_amount
    from segments

),

-- A mean drawn towards that of all customers, the more so the fewer there are: the credibility premium of Bühlmann
-- (1967), ASTIN Bulletin 4, 199-207, with var close_rate_prior_people for the ratio of variances.
expected_amounts as (

    select
        scorecard,
        segment,
        cast(
            (amount + overall_amount * {{ var('close_rate_prior_people') }})
            / (customers + {{ var('close_rate_prior_people') }})
            as {{ type_decimal(18, 2) }}
        ) as expected_amount
    from overall

)

select * from expected_amounts
