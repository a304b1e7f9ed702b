-- Proofs that leave somebody out or count him twice: segments of model_quality, bands of
-- probability_calibration and score_band_conversion, and bins of score_drift_bins must add up to the people
-- they are about.

with

backtest as (

    select
        scored_on,
        count(*) as people,
        sum(has_converted) as conversions
    from {{ ref('int_backtest') }}
    group by scored_on

),

cohort as (

    select
        segment,
        count(*) as people,
        sum(has_converted) as conversions
    from {{ ref('int_conversion_cohort') }}
    group by segment

),

model_quality as (

    select * from {{ ref('model_quality') }}

),

calibration as (

    select
        scored_on,
        segment,
        sum(people) as people
    from {{ ref('probability_calibration') }}
    group by scored_on, segment

),

quality_of_segments as (

    select
        scored_on,
        sum(people) as people,
        sum(conversions) as conversions
    from model_quality
    where segment <> '*'
    group by scored_on

),

bands as (

    select
        segment,
        sum(leads) as people,
        sum(conversions) as conversions
    from {{ ref('score_band_conversion') }}
    group by segment

),

drift_inputs as (

    select
        scored_on,
        comparison,
        segment,
        input_name,
        sum(people) as people,
        sum(people_share) as people_share
    from {{ ref('score_drift_bins') }}
    group by scored_on, comparison, segment, input_name

),

scored_people as (

    select
        scored_on,
        count(*) as people
    from {{ ref('int_scored_people') }}
    group by scored_on

),

wrong as (

    select
        'model_quality' as wrong,
        cast(backtest.scored_on as {{ dbt.type_string() }}) as group_name
    from backtest
    left join model_quality
        on
            backtest.scored_on = model_quality.scored_on
            and model_quality.segment = '*'
    left join quality_of_segments
        on backtest.scored_on = quality_of_segments.scored_on
    where
        backtest.people <> coalesce(model_quality.people, -1)
        or backtest.conversions <> coalesce(model_quality.conversions, -1)
        or backtest.people <> coalesce(quality_of_segments.people, -1)
        or backtest.conversions <> coalesce(quality_of_segments.conversions, -1)

    union all

    select
        'probability_calibration' as wrong,
        cast(model_quality.scored_on as {{ dbt.type_string() }}) as group_name
    from model_quality
    left join calibration
        on
            model_quality.scored_on = calibration.scored_on
            and model_quality.segment = calibration.segment
    where model_quality.people_with_probability <> coalesce(calibration.people, 0)

    union all

    select
        'score_band_conversion' as wrong,
        cohort.segment as group_name
    from cohort
    left join bands
        on cohort.segment = bands.segment
    where
        cohort.people <> coalesce(bands.people, -1)
        or cohort.conversions <> coalesce(bands.conversions, -1)

    union all

    select
        'score_drift_bins' as wrong,
        drift_inputs.input_name as group_name
    from drift_inputs
    left join scored_people
        on drift_inputs.scored_on = scored_people.scored_on
    where
        abs(drift_inputs.people_share - 1) > 0.001
        or (drift_inputs.segment = '*' and drift_inputs.people <> coalesce(scored_people.people, -1))

)

select * from wrong
