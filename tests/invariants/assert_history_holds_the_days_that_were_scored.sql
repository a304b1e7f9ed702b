-- Days that stand in the history of scores or stages, and not among the days that were scored; and days
-- scored for comparison that nobody compares with. A day on which there was nobody to score has no rows.

with

latest_day as (

    select * from {{ ref('int_latest_day') }}

),

scored_days as (

    select
        scored_on,
        is_kept
    from {{ ref('state_scored_dates') }}

),

history as (

    select
        scored_on,
        is_kept
    from {{ ref('int_scored_people') }}

    union distinct

    select
        scored_on,
        true as is_kept
    from {{ ref('int_person_stages') }}

),

wrong as (

    select
        history.scored_on,
        'not scored' as problem
    from history
    left join scored_days
        on
            history.scored_on = scored_days.scored_on
            and history.is_kept = scored_days.is_kept
    where scored_days.scored_on is null

    union all

    select
        scored_days.scored_on,
        'nothing to compare' as problem
    from scored_days
    cross join latest_day
    where
        not scored_days.is_kept
        and scored_days.scored_on <> {{ add_days('latest_day.scored_on', -7) }}

)

select * from wrong
