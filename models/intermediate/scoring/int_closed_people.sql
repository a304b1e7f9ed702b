-- One row per person of the latest day whom sales are done with: customers, and those whom they turned down
-- since they were told of the stage.
{{ config(materialized='view') }}

with

latest_day as (

    select * from {{ ref('int_latest_day') }}

),

follow_ups as (

    select * from {{ ref('int_follow_ups') }}

),

person_outcomes as (

    select * from {{ ref('int_person_outcomes') }}

),

closed_people as (

    select distinct follow_ups.person_id
    from latest_day
    cross join follow_ups
    inner join person_outcomes
        on
            follow_ups.person_id = person_outcomes.person_id
            and latest_day.scored_on = person_outcomes.scored_on
            and latest_day.scored_on >= person_outcomes.occurred_on
    where
        person_outcomes.outcome = '{{ var("conversion_outcome") }}'
        or (
            person_outcomes.outcome in ('rejected', 'lost')
            and person_outcomes.occurred_on >= follow_ups.stage_entered_on
        )

)

select * from closed_people
