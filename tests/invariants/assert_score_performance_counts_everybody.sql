-- Reports on the score that leave somebody out or count them twice: segments of model_quality, bands of
-- probability_calibration, and bins of score_drift_bins must add up to the people they are about.

with

backtest as (

    select
        scorecard,
        scored_on,
        count(*) as people,
        sum(has_converted) as conversions,
        sum(case when is_closed then 0 else 1 end) as open_people
    from {{ ref('int_backtest') }}
    group by scorecard, scored_on

),

levels as (

    {{ report_levels() }}

),

quality as (

    select
        scorecard,
        scored_on,
        segment = '*' as is_total,
        sum(people_with_closed) as people,
        sum(conversions_with_closed) as conversions,
        sum(people) as open_people
    from {{ ref('model_quality') }}
    group by scorecard, scored_on, segment = '*'

),

calibration as (

    select
        scorecard,
        scored_on,
        segment,
        sum(people) as people
    from {{ ref('probability_calibration') }}
    group by scorecard, scored_on, segment

),

drift_inputs as (

    select
        scorecard,
        scored_on,
        comparison,
        segment,
        input_name,
        sum(people) as people,
        sum(people_share) as people_share
    from {{ ref('score_drift_bins') }}
    group by scorecard, scored_on, comparison, segment, input_name

),

scored_people as (

    select
        scorecard,
        scored_on,
        count(*) as people
    from {{ ref('int_scored_people') }}
    group by scorecard, scored_on

),

wrong as (

    select
        backtest.scorecard,
        'model_quality' as wrong,
        cast(backtest.scored_on as {{ dbt.type_string() }}) as group_name
    from backtest
    cross join levels
    left join quality
        on
            backtest.scorecard = quality.scorecard
            and backtest.scored_on = quality.scored_on
            and levels.is_total = quality.is_total
    where
        backtest.people <> coalesce(quality.people, -1)
        or backtest.conversions <> coalesce(quality.conversions, -1)
        or backtest.open_people <> coalesce(quality.open_people, -1)

    union all

    select
        model_quality.scorecard,
        'probability_calibration' as wrong,
        cast(model_quality.scored_on as {{ dbt.type_string() }}) as group_name
    from {{ ref('model_quality') }} as model_quality
    left join calibration
        on
            model_quality.scorecard = calibration.scorecard
            and model_quality.scored_on = calibration.scored_on
            and model_quality.segment = calibration.segment
    where model_quality.people_with_probability <> coalesce(calibration.people, 0)

    union all

    select
        drift_inputs.scorecard,
        'score_drift_bins' as wrong,
        drift_inputs.input_name as group_name
    from drift_inputs
    left join scored_people
        on
            drift_inputs.scorecard = scored_people.scorecard
            and drift_inputs.scored_on = scored_people.scored_on
    where
        abs(drift_inputs.people_share - 1) > 0.001
        or (drift_inputs.segment = '*' and drift_inputs.people <> coalesce(scored_people.people, -1))

)

select * from wrong
