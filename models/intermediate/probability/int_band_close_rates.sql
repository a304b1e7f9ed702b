-- One row per scorecard, kept scoring day and band of the score: the share of people in it who convert within
-- the horizon, by what was known on the day. It is the conversion probability of rulebooks that are not
-- trained.

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
    from {{ ref('int_unconverted_people') }}
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

),

-- Mean of a beta-binomial whose prior is worth var close_rate_prior_people people of the overall rate (Gelman
-- et al., Bayesian Data Analysis, 3rd ed., section 2.4): few people prove little.
runs_of_bands as (

    select
        lowest.scorecard,
        lowest.scored_on,
        lowest.score_band as lowest_band,
        highest.score_band as highest_band,
        {{ share(
            'sum(bands.conversions) + lowest.overall_close_rate * ' ~ var('close_rate_prior_people'),
            'sum(bands.people) + ' ~ var('close_rate_prior_people')
        ) }} as close_rate
    from band_outcomes as lowest
    inner join band_outcomes as highest
        on
            lowest.scorecard = highest.scorecard
            and lowest.scored_on = highest.scored_on
            and lowest.score_band <= highest.score_band
    inner join band_outcomes as bands
        on
            lowest.scorecard = bands.scorecard
            and lowest.scored_on = bands.scored_on
            and bands.score_band between lowest.score_band and highest.score_band
    group by
        lowest.scorecard,
        lowest.scored_on,
        lowest.score_band,
        highest.score_band,
        lowest.overall_close_rate

),

-- Max-min formula of isotonic regression (Robertson, Wright and Dykstra 1988, Order Restricted Statistical
-- Inference, theorem 1.4.4): no band is less likely to convert than one below it.
lowest_from as (

    select
        runs_of_bands.scorecard,
        runs_of_bands.scored_on,
        band_outcomes.score_band,
        runs_of_bands.lowest_band,
        min(runs_of_bands.close_rate) as close_rate
    from runs_of_bands
    inner join band_outcomes
        on
            runs_of_bands.scorecard = band_outcomes.scorecard
            and runs_of_bands.scored_on = band_outcomes.scored_on
            and band_outcomes.score_band between runs_of_bands.lowest_band and runs_of_bands.highest_band
    group by
        runs_of_bands.scorecard,
        runs_of_bands.scored_on,
        band_outcomes.score_band,
        runs_of_bands.lowest_band

),

band_close_rates as (

    select
        scorecard,
        scored_on,
        score_band,
        max(close_rate) as close_rate
    from lowest_from
    group by scorecard, scored_on, score_band

)

select * from band_close_rates
