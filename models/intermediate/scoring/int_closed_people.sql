-- One row per person of the latest day whom sales are done with: customers, and those whom they turned down
-- since the stage was entered.
{{ config(materialized='view') }}

with

latest_day as (

    select * from {{ ref('int_latest_day') }}

),

person_stages as (

    select * from {{ ref('int_person_stages') }}

),

person_outcomes as (

    select * from {{ ref('int_person_outcomes') }}

),

closed_people as (

    select distinct person_stages.lead_id
    from latest_day
    inner join person_stages
        on latest_day.scored_on = person_stages.scored_on
    inner join person_outcomes
        on
            person_stages.lead_id = person_outcomes.lead_id
            and person_stages.scored_on = person_outcomes.scored_on
            and person_stages.scored_on >= person_outcomes.occurred_on
    where
        person_outcomes.outcome = '{{ var("conversion_outcome") }}'
        or (
            person_outcomes.outcome in ('rejected', 'lost')
            and person_outcomes.occurred_on >= person_stages.stage_entered_on
        )

)

select * from closed_people
