-- One row per scorecard, backtest day, segment ('*' = all) and band of the predicted probability that
-- somebody was given: how many conversions were predicted, and how many came.

with

backtest as (

    select * from {{ ref('int_backtest') }}

),

conversion_probabilities as (

    select * from {{ ref('int_conversion_probabilities') }}
    where conversion_probability is not null

),

predicted as (

    select
        backtest.scorecard,
        backtest.scored_on,
        backtest.segment,
        backtest.has_converted,
        conversion_probabilities.conversion_probability,
        cast(
            backtest.has_converted - conversion_probabilities.conversion_probability
            as {{ type_decimal(9, 6) }}
        ) as miss,
        {{ probability_band('conversion_probabilities.conversion_probability', 'from') }} as probability_from,
        {{ probability_band('conversion_probabilities.conversion_probability', 'to') }} as probability_to
    from backtest
    inner join conversion_probabilities
        on {{ same_person_day('backtest', 'conversion_probabilities') }}

),

counted as (

    select
        scorecard,
        scored_on,
        segment,
        probability_from,
        probability_to,
        count(*) as people,
        sum(has_converted) as conversions,
        sum(conversion_probability) as predicted_conversions,
        sum(miss * miss) as squared_misses
    from predicted
    group by scorecard, scored_on, segment, probability_from, probability_to

),

levels as (

    {{ report_levels() }}

),

-- Sums are exact, so that a mean does not depend on the order of the rows.
probability_bands as (

    select
        counted.scorecard,
        counted.scored_on,
        case when levels.is_total then '*' else counted.segment end as segment,
        counted.probability_from,
        counted.probability_to,
        cast(sum(counted.people) as bigint) as people,
        cast(sum(counted.conversions) as bigint) as conversions,
        cast(sum(counted.predicted_conversions) as {{ type_decimal(28, 6) }}) as predicted_conversions,
        cast(sum(counted.squared_misses) as {{ type_decimal(28, 12) }}) as squared_misses
    from counted
    cross join levels
    group by
        counted.scorecard,
        counted.scored_on,
        case when levels.is_total then '*' else counted.segment end,
        counted.probability_from,
        counted.probability_to

)

select * from probability_bands
