-- One row per scorecard and person of the latest day whom sales works or is done with: in work or closed.
{{ config(materialized='view') }}

with

scoring_dates as (

    select * from {{ ref('int_scoring_dates') }}
    where is_latest

),

sales_statuses as (

    select * from {{ ref('int_sales_statuses') }}

),

follow_ups as (

    select * from {{ ref('int_follow_ups') }}

),

recycled_people as (

    select * from {{ ref('int_recycled_people') }}

),

rises as (

    select * from {{ ref('int_follow_up_visits') }}
    where is_rise and left_on is null

),

-- A rise that may have come before the outcome, as no day in between was scored, brings nobody back.
sales_cases as (

    select
        sales_statuses.scorecard,
        sales_statuses.person_id,
        case when sales_statuses.is_in_work then 'in work' else 'closed' end as case_state
    from sales_statuses
    inner join scoring_dates
        on
            sales_statuses.scorecard = scoring_dates.scorecard
            and sales_statuses.scored_on = scoring_dates.scored_on
    inner join follow_ups
        on
            sales_statuses.scorecard = follow_ups.scorecard
            and sales_statuses.person_id = follow_ups.person_id
    left join recycled_people
        on
            sales_statuses.scorecard = recycled_people.scorecard
            and sales_statuses.person_id = recycled_people.person_id
    left join rises
        on
            sales_statuses.scorecard = rises.scorecard
            and sales_statuses.person_id = rises.person_id
            and follow_ups.stage = rises.stage
    where
        sales_statuses.is_in_work
        or sales_statuses.is_final
        or (
            recycled_people.person_id is null
            and not coalesce(
                follow_ups.stage_entered_on > sales_statuses.sales_status_on
                and rises.scored_before_on >= sales_statuses.sales_status_on,
                false
            )
        )

)

select * from sales_cases
