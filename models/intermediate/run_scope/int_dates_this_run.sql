-- One row per scorecard and day that this run scores: days never scored, and days whose scores may no longer
-- hold. All scoring models read it, so none runs before the rulebook has passed its checks.
-- depends_on: {{ ref('rulebook_problems') }}

with

{% set recorded = previous_run('state_scored_dates') %}
scoring_dates as (

    select * from {{ ref('int_scoring_dates') }}

),

scorecards as (

    select * from {{ ref('stg_scorecards') }}

),

recorded_dates as (

    {% if recorded %}
    select recorded_dates.* from {{ recorded }} as recorded_dates
    {% else %}
    select
        scorecard,
        scored_on,
        false as is_kept,
        cast(null as {{ dbt.type_string() }}) as scoring_version
    from scoring_dates
    where 1 = 0
    {% endif %}

),

first_change as (

    select min(rescore_from) as rescore_from from {{ ref('int_leads_to_rescore') }}

),

validated as (

    select
        scoring_dates.scorecard,
        scorecards.scorecard_rank,
        scoring_dates.scored_on,
        scoring_dates.is_latest,
        scoring_dates.is_week_before,
        scoring_dates.is_kept,
        coalesce(recorded_dates.scoring_version, '') <> scorecards.scoring_version
        or {{ 'true' if is_full_event_reload() or flags.FULL_REFRESH else 'false' }}
        or (scoring_dates.is_kept and not recorded_dates.is_kept)
            as is_whole,
        coalesce(first_change.rescore_from <= scoring_dates.scored_on, false) as is_changed
    from scoring_dates
    inner join scorecards
        on scoring_dates.scorecard = scorecards.scorecard
    left join recorded_dates
        on
            scoring_dates.scorecard = recorded_dates.scorecard
            and scoring_dates.scored_on = recorded_dates.scored_on
    cross join first_change

),

-- The latest day comes first, then the day it is compared with, then the oldest, as stages follow from the
-- days before.
ranked as (

    select
        scorecard,
        scored_on,
        is_kept,
        is_whole,
        row_number() over (
            partition by is_whole
            order by
                case when is_latest then 0 when is_week_before then 1 else 2 end asc,
                scored_on asc,
                scorecard_rank asc
        ) as date_rank
    from validated
    where is_whole or is_changed

),

dates_this_run as (

    select
        scorecard,
        scored_on,
        is_kept,
        is_whole
    from ranked
    {% if var('days_at_once') -%}
    where not is_whole or date_rank <= {{ var('days_at_once') }}
    {%- endif %}

)

select * from dates_this_run
