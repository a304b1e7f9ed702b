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

-- The oldest month end that is wanted, and how many days before the latest one: as many as the var history_days
-- asks for; who asks for none has each of the last days scored if the input is small.
{% set asked_days = var('history_days') %}
{% set most_days = var('daily_history_days') if asked_days is none else asked_days %}
wishes as (

    select
        latest_on,
        {{ add_days(dbt.dateadd('month', 1 - var('history_months'), dbt.date_trunc('month', 'latest_on')), -1) }}
            as first_month_end_on,
        {% if asked_days is none -%}
        case
            when (select count(*) from {{ ref('base_leads') }}) <= {{ var('daily_history_max_leads') }}
                then {{ most_days }}
            else 0
        end as days_before
        {%- else -%}
        {{ most_days }} as days_before
        {%- endif %}
    from latest

),

-- As many days as may be wanted, the latest one first.
numbers as (

    {{ whole_numbers([most_days, 31 * var('history_months')] | max + 1) | indent(4) }}

),

days as (

    select
        wishes.first_month_end_on,
        wishes.days_before,
        numbers.number as days_back,
        {{ add_days('wishes.latest_on', '-numbers.number') }} as scored_on
    from wishes
    cross join numbers

),

-- The latest day, those before it, the month ends, and the days that the var history_on names.
reporting as (

    select scored_on
    from days
    where
        days_back <= days_before
        or (scored_on >= first_month_end_on and {{ is_month_end('scored_on') }})
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
        combined.is_kept and {{ is_month_end('combined.scored_on') }} as is_month_end,
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
