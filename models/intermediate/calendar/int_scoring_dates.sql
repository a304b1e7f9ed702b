-- One row per scorecard and day whose scores are wanted, with what the day is for. The only calendar: no
-- other model derives scoring days.

with

{% set recorded = previous_run('state_scored_dates') %}
scorecards as (

    select * from {{ ref('stg_scorecards') }}

),

settings as (

    select * from {{ ref('stg_settings') }}

),

latest as (

    select {{ as_of_day() }} as latest_on

),

{% set asked_days = var('history_days') %}
-- The latest day, the month ends before it, and the days that the vars history_days and history_on ask for; who
-- asks for none has each of the last days scored if the input is small.
reporting as (

    select latest_on as scored_on
    from latest
    {% for months_back in range(var('history_months')) %}
    union distinct

    select
        {{ add_days(dbt.dateadd('month', -months_back, dbt.date_trunc('month', 'latest_on')), -1) }}
            as scored_on
    from latest
    {% endfor %}
    {% for days_back in range(var('daily_history_days') if asked_days is none else asked_days) %}
    union distinct

    select {{ add_days('latest_on', -days_back - 1) }} as scored_on
    from latest
    {% if asked_days is none -%}
    where (select count(*) from {{ ref('base_leads') }}) <= {{ var('daily_history_max_leads') }}
    {%- endif %}
    {% endfor %}
    {% for day in var('history_on') or [] %}
    union distinct

    select {{ day_literal('history_on', day) }} as scored_on
    from latest
    where latest_on > {{ day_literal('history_on', day) }}
    {% endfor %}

),

-- History also keeps the days of earlier runs. The day a week before the latest is scored for the change
-- since then, and not kept unless it is wanted anyway.
wanted as (

    select
        scorecards.scorecard,
        reporting.scored_on,
        1 as is_reporting,
        1 as is_kept
    from scorecards
    cross join reporting
    {% if recorded %}

    union all

    select
        recorded_dates.scorecard,
        recorded_dates.scored_on,
        0 as is_reporting,
        1 as is_kept
    from {{ recorded }} as recorded_dates
    inner join scorecards
        on recorded_dates.scorecard = scorecards.scorecard
    where recorded_dates.is_kept
    {% endif %}

    union all

    select
        scorecards.scorecard,
        {{ add_days('latest.latest_on', -7) }} as scored_on,
        0 as is_reporting,
        0 as is_kept
    from scorecards
    cross join latest

),

combined as (

    select
        scorecard,
        scored_on,
        max(is_reporting) = 1 as is_reporting,
        max(is_kept) = 1 as is_kept
    from wanted
    {%- if kept_from('keep_history_months') %}
    where scored_on >= {{ kept_from('keep_history_months') }}
    {%- endif %}
    group by scorecard, scored_on

),

scoring_dates as (

    select
        combined.scorecard,
        combined.scored_on,
        combined.scored_on = latest.latest_on as is_latest,
        combined.scored_on = {{ add_days('latest.latest_on', -7) }} as is_week_before,
        combined.is_reporting,
        combined.is_kept,
        combined.is_reporting
        and {{ add_days('combined.scored_on', 'settings.conversion_horizon_days') }} <= latest.latest_on
            as is_backtest,
        combined.is_kept and {{ add_days('combined.scored_on', 1) }}
        = cast({{ dbt.date_trunc('month', add_days('combined.scored_on', 1)) }} as date) as is_month_end,
        case
            when combined.is_kept
                then
                    max(case when combined.is_kept then combined.scored_on end) over (
                        partition by combined.scorecard
                        order by combined.scored_on
                        rows between unbounded preceding and 1 preceding
                    )
        end as previous_scored_on
    from combined
    cross join latest
    inner join settings
        on combined.scorecard = settings.scorecard

)

select * from scoring_dates
