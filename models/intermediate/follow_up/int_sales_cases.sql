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

returned_people as (

    select * from {{ ref('int_returned_people') }}

),

-- An edit of the rulebook makes no new entry of a stage that was published before the outcome.
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
    left join returned_people
        on
            sales_statuses.scorecard = returned_people.scorecard
            and sales_statuses.person_id = returned_people.person_id
    where
        returned_people.person_id is null
        or (returned_people.is_by_rise and follow_ups.stage_entered_on <= sales_statuses.sales_status_on)

)

select * from sales_cases
