-- Days in the history of scores or stages that are not among the days that were scored, and days scored for
-- comparison that nothing is compared with. A day on which there was nobody to score has no rows.

with

scored_dates as (

    select * from {{ ref('state_scored_dates') }}

),

scoring_dates as (

    select * from {{ ref('int_scoring_dates') }}

),

history as (

    select
        scorecard,
        scored_on,
        is_kept
    from {{ ref('int_scored_people') }}

    union distinct

    select
        scorecard,
        scored_on,
        true as is_kept
    from {{ ref('int_person_stages') }}

),

wrong as (

    select
        history.scorecard,
        history.scored_on,
        'not scored' as problem
    from history
    left join scored_dates
        on
            history.scorecard = scored_dates.scorecard
            and history.scored_on = scored_dates.scored_on
            and history.is_kept = scored_dates.is_kept
    where scored_dates.scored_on is null

    union all

    select
        scored_dates.scorecard,
        scored_dates.scored_on,
        'nothing to compare' as problem
    from scored_dates
    left join scoring_dates
        on
            scored_dates.scorecard = scoring_dates.scorecard
            and scored_dates.scored_on = scoring_dates.scored_on
    where not scored_dates.is_kept and not coalesce(scoring_dates.is_week_before, false)

)

select * from wrong
