-- One row per scorecard and day that has been scored, by this run or an earlier one, and by what. Written
-- after all of it is stored, so that the next run makes up for a run that broke off.
-- depends_on: {{ ref('int_scoring_dates') }}
-- depends_on: {{ ref('int_ledger') }}
-- depends_on: {{ ref('int_person_stages') }}
-- depends_on: {{ ref('int_lead_person_map') }}

with

{% set recorded = previous_run('state_scored_dates') %}
{% set is_reload = is_full_event_reload() %}
dates_this_run as (

    select * from {{ ref('int_dates_this_run') }}

),

scorecards as (

    select * from {{ ref('stg_scorecards') }}

),

scored_dates as (

    select
        dates_this_run.scorecard,
        dates_this_run.scored_on,
        dates_this_run.is_kept,
        scorecards.scoring_version
    from dates_this_run
    inner join scorecards
        on dates_this_run.scorecard = scorecards.scorecard
    {% if recorded %}

    union all

    select
        recorded_dates.scorecard,
        recorded_dates.scored_on,
        recorded_dates.is_kept,
        -- Days that have to wait for the next run, because of var days_at_once, do not hold until then.
        {{ "''" if is_reload or flags.FULL_REFRESH else 'recorded_dates.scoring_version' }} as scoring_version
    from {{ recorded }} as recorded_dates
    inner join {{ ref('int_scoring_dates') }} as scoring_dates
        on
            recorded_dates.scorecard = scoring_dates.scorecard
            and recorded_dates.scored_on = scoring_dates.scored_on
    left join dates_this_run
        on
            recorded_dates.scorecard = dates_this_run.scorecard
            and recorded_dates.scored_on = dates_this_run.scored_on
    where dates_this_run.scored_on is null
    {% endif %}

)

select * from scored_dates
