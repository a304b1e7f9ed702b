-- One row per backtest day and segment ('*' = all) with a known probability: how far it was from what came.
{{ config(materialized='view') }}

with

probability_bands as (

    select * from {{ ref('int_probability_bands') }}

),

summed as (

    select
        scored_on,
        segment,
        sum(people) as people,
        sum(conversions) as conversions,
        sum(predicted_conversions) as predicted_conversions,
        sum(squared_misses) as squared_misses,
        sum(abs(predicted_conversions - conversions)) as misses_by_band
    from probability_bands
    group by scored_on, segment

),

-- Brier, G. W. (1950), Monthly Weather Review 78, 1-3. The skill is what is gained on telling everybody the
-- rate of the day, whose Brier score is rate * (1 - rate).
probability_quality as (

    select
        scored_on,
        segment,
        people,
        conversions,
        {{ share('predicted_conversions', 'people') }} as mean_probability,
        {{ share('squared_misses', 'people') }} as brier,
        cast(
            1 - squared_misses * people
            / nullif(cast(conversions * (people - conversions) as {{ type_double() }}), 0)
            as {{ type_decimal(18, 6) }}
        ) as brier_skill,
        {{ share('misses_by_band', 'people') }} as calibration_error
    from summed

)

select * from probability_quality
