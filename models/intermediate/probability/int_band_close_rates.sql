-- One row per scorecard, kept scoring day and band of the score: the share of people in it who convert within
-- the horizon, by what was known on the day. It is the conversion probability of rulebooks that are not
-- trained.

with

band_outcomes as (

    select * from {{ ref('int_band_outcomes') }}

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
