-- One row per scorecard and day that the next run scores whole: this run has scored as many days as it may
-- (var days_at_once).
{{ config(materialized='view') }}

with

scoring_dates as (

    select * from {{ ref('int_scoring_dates') }}

),

scorecards as (

    select * from {{ ref('stg_scorecards') }}

),

scored_dates as (

    select * from {{ ref('state_scored_dates') }}

),

pending_dates as (

    select
        scoring_dates.scorecard,
        scoring_dates.scored_on
    from scoring_dates
    inner join scorecards
        on scoring_dates.scorecard = scorecards.scorecard
    left join scored_dates
        on
            scoring_dates.scorecard = scored_dates.scorecard
            and scoring_dates.scored_on = scored_dates.scored_on
            and scorecards.scoring_version = scored_dates.scoring_version
    where
        scored_dates.scored_on is null
        or (scoring_dates.is_kept and not scored_dates.is_kept)

)

select * from pending_dates
