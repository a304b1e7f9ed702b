-- One row per scorecard, backtest day, segment ('*' = all) and band of the predicted probability that
-- somebody was given: did as many people convert as were predicted to?

with

probability_bands as (

    select * from {{ ref('int_probability_bands') }}

),

probability_calibration as (

    select
        scorecard,
        scored_on,
        segment,
        probability_from,
        probability_to,
        people,
        conversions,
        {{ share('predicted_conversions', 'people') }} as mean_probability,
        {{ rate_columns('conversion_rate', 'conversions', 'people') }},
        people >= {{ var('min_group_size') }} as is_enough
    from probability_bands

)

select * from probability_calibration
