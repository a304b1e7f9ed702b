-- One row per scorecard and person scored on the latest day and a week before: the change in between, and
-- whether it is a sharp rise for the segment. The row of rising.csv for the segment comes before that for
-- '*'.
{{ config(materialized='view') }}

with

scored_people as (

    select * from {{ ref('int_scored_people') }}

),

scoring_dates as (

    select * from {{ ref('int_scoring_dates') }}

),

rising as (

    select * from {{ ref('stg_rising') }}

),

latest as (

    select scored_people.*
    from scored_people
    inner join scoring_dates
        on
            scored_people.scorecard = scoring_dates.scorecard
            and scored_people.scored_on = scoring_dates.scored_on
    where scoring_dates.is_latest

),

week_before as (

    select scored_people.*
    from scored_people
    inner join scoring_dates
        on
            scored_people.scorecard = scoring_dates.scorecard
            and scored_people.scored_on = scoring_dates.scored_on
    where scoring_dates.is_week_before

),

compared as (

    select
        latest.scorecard,
        latest.person_id,
        {{ amount('latest.score - week_before.score') }} as score_change_7d,
        coalesce(segment_rising.min_points, any_rising.min_points) as min_points
    from latest
    inner join week_before
        on
            latest.scorecard = week_before.scorecard
            and latest.person_id = week_before.person_id
    left join rising as segment_rising
        on
            latest.scorecard = segment_rising.scorecard
            and latest.segment = segment_rising.segment
    left join rising as any_rising
        on
            latest.scorecard = any_rising.scorecard
            and any_rising.segment = '*'

),

week_changes as (

    select
        scorecard,
        person_id,
        score_change_7d,
        coalesce(score_change_7d >= min_points, false) as is_rising
    from compared

)

select * from week_changes
