-- One row per scorecard, kept scoring day and band of the score: how many of the people in it converted
-- within the horizon, on all backtest days whose horizon was over by the day.

with

kept_dates as (

    select * from {{ ref('int_scoring_dates') }}
    where is_kept

),

settings as (

    select * from {{ ref('stg_settings') }}

),

by_backtest_date as (

    select
        scorecard,
        scored_on,
        {{ score_band('score') }} as score_band,
        count(*) as people,
        sum(has_converted) as conversions,
        sum(case when day_number = 1 then 1 else 0 end) as new_people
    from {{ ref('int_backtest') }}
    group by scorecard, scored_on, {{ score_band('score') }}

),

known_outcomes as (

    select
        by_backtest_date.*,
        {{ add_days('by_backtest_date.scored_on', 'settings.conversion_horizon_days') }} as known_on
    from by_backtest_date
    inner join settings
        on by_backtest_date.scorecard = settings.scorecard

),

bands as (

    {% for band in range(1, 11) %}
    select {{ band }} as score_band
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

-- A person is new on their first backtest day: these are distinct people.
known_dates as (

    select
        kept_dates.scorecard,
        kept_dates.scored_on,
        sum(known_outcomes.people) as people,
        sum(known_outcomes.conversions) as conversions
    from kept_dates
    inner join known_outcomes
        on
            kept_dates.scorecard = known_outcomes.scorecard
            and kept_dates.scored_on >= known_outcomes.known_on
    group by kept_dates.scorecard, kept_dates.scored_on
    having sum(known_outcomes.new_people) >= {{ var('min_group_size') }}

),

band_outcomes as (

    select
        known_dates.scorecard,
        known_dates.scored_on,
        bands.score_band,
        cast(coalesce(sum(known_outcomes.people), 0) as bigint) as people,
        cast(coalesce(sum(known_outcomes.conversions), 0) as bigint) as conversions,
        {{ share('known_dates.conversions', 'known_dates.people') }} as overall_close_rate
    from known_dates
    cross join bands
    left join known_outcomes
        on
            known_dates.scorecard = known_outcomes.scorecard
            and known_dates.scored_on >= known_outcomes.known_on
            and bands.score_band = known_outcomes.score_band
    group by
        known_dates.scorecard,
        known_dates.scored_on,
        bands.score_band,
        known_dates.people,
        known_dates.conversions

)

select * from band_outcomes
