-- One row per scorecard, person and kept scoring day whose stage this run settles: days it scored, and all
-- later ones.
{{ config(materialized='view') }}

with

scored_people as (

    select * from {{ ref('int_scored_people') }}
    where is_kept

),

scoring_dates as (

    select * from {{ ref('int_scoring_dates') }}
    where is_kept

),

leads_to_rescore as (

    select * from {{ ref('int_leads_to_rescore') }}

),

first_whole_dates as (

    select
        scorecard,
        min(scored_on) as scored_on
    from {{ ref('int_dates_this_run') }}
    where is_whole and is_kept
    group by scorecard

),

stage_dates as (

    select
        scored_people.scorecard,
        scored_people.scored_on,
        scored_people.person_id,
        scoring_dates.previous_scored_on,
        scored_people.segment,
        scored_people.score,
        scored_people.is_disqualified
    from scored_people
    inner join scoring_dates
        on
            scored_people.scorecard = scoring_dates.scorecard
            and scored_people.scored_on = scoring_dates.scored_on
    left join first_whole_dates
        on scored_people.scorecard = first_whole_dates.scorecard
    left join leads_to_rescore
        on scored_people.person_id = leads_to_rescore.lead_id
    where
        scored_people.scored_on >= first_whole_dates.scored_on
        or scored_people.scored_on >= leads_to_rescore.rescore_from

)

select * from stage_dates
