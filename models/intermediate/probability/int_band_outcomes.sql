-- One row per kept scoring day and band of the score: how many of the people in it converted within the
-- horizon, on all backtest days whose horizon was over by the day.

with

kept_days as (

    select * from {{ ref('int_kept_days') }}

),

by_backtest_day as (

    select
        {{ add_days('scored_on', var('conversion_horizon_days')) }} as known_on,
        {{ score_band('score') }} as score_band,
        count(*) as people,
        sum(has_converted) as conversions,
        sum(case when day_number = 1 then 1 else 0 end) as new_people
    from {{ ref('int_backtest') }}
    group by scored_on, {{ score_band('score') }}

),

bands as (

    {% for band in range(1, 11) %}
    select {{ band }} as score_band
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

-- A person is new on the first of his backtest days: these are distinct people.
known_days as (

    select
        kept_days.scored_on,
        sum(by_backtest_day.people) as people,
        sum(by_backtest_day.conversions) as conversions
    from kept_days
    inner join by_backtest_day
        on kept_days.scored_on >= by_backtest_day.known_on
    group by kept_days.scored_on
    having sum(by_backtest_day.new_people) >= {{ var('min_group_size') }}

),

band_outcomes as (

    select
        known_days.scored_on,
        bands.score_band,
        cast(coalesce(sum(by_backtest_day.people), 0) as bigint) as people,
        cast(coalesce(sum(by_backtest_day.conversions), 0) as bigint) as conversions,
        {{ share('known_days.conversions', 'known_days.people') }} as overall_close_rate
    from known_days
    cross join bands
    left join by_backtest_day
        on
            known_days.scored_on >= by_backtest_day.known_on
            and bands.score_band = by_backtest_day.score_band
    group by known_days.scored_on, bands.score_band, known_days.people, known_days.conversions

)

select * from band_outcomes
