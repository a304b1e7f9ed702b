-- One row per scorecard, drift day and person scored on it. Drift days are the latest day and the kept month
-- ends before it: with days on which somebody happened to run a build, the steps would be uneven.
{{ config(materialized='view') }}

with

scoring_dates as (

    select * from {{ ref('int_scoring_dates') }}

),

latest_dates as (

    select
        scorecard,
        scored_on
    from scoring_dates
    where is_latest

),

scored_people as (

    select * from {{ ref('int_scored_people') }}

),

drift_people as (

    select
        scored_people.scorecard,
        scored_people.scored_on,
        scored_people.person_id,
        scored_people.segment,
        scored_people.grade,
        {{ score_band('scored_people.score') }} as score_band
    from scored_people
    inner join scoring_dates
        on
            scored_people.scorecard = scoring_dates.scorecard
            and scored_people.scored_on = scoring_dates.scored_on
    inner join latest_dates
        on
            scoring_dates.scorecard = latest_dates.scorecard
            and scoring_dates.scored_on <= latest_dates.scored_on
    where scoring_dates.is_latest or scoring_dates.is_month_end

)

select * from drift_people
