-- One row per scorecard and person of the latest day whose case sales has closed: customers, and people
-- turned down since their stage was published.
{{ config(materialized='view') }}

with

scoring_dates as (

    select * from {{ ref('int_scoring_dates') }}
    where is_latest

),

settings as (

    select * from {{ ref('stg_settings') }}

),

follow_ups as (

    select * from {{ ref('int_follow_ups') }}

),

person_outcomes as (

    select * from {{ ref('int_person_outcomes') }}

),

closed_people as (

    select distinct
        follow_ups.scorecard,
        follow_ups.person_id
    from scoring_dates
    inner join follow_ups
        on scoring_dates.scorecard = follow_ups.scorecard
    inner join settings
        on scoring_dates.scorecard = settings.scorecard
    inner join person_outcomes
        on
            scoring_dates.scorecard = person_outcomes.scorecard
            and scoring_dates.scored_on = person_outcomes.scored_on
            and follow_ups.person_id = person_outcomes.person_id
    where
        scoring_dates.scored_on >= person_outcomes.occurred_on
        and (
            person_outcomes.outcome = settings.conversion_outcome
            or (
                person_outcomes.outcome in ('rejected', 'lost')
                and person_outcomes.occurred_on >= follow_ups.stage_entered_on
            )
        )

)

select * from closed_people
