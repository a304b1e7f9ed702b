-- One row per scorecard, backtest day and segment ('*' = all): how well the scores of that day predicted who
-- would convert.

with

ranking as (

    select * from {{ ref('int_ranking_quality') }}
    where population = 'all'

),

open_ranking as (

    select * from {{ ref('int_ranking_quality') }}
    where population = 'open'

),

probabilities as (

    select
        scorecard,
        scored_on,
        segment,
        sum(people) as people,
        sum(conversions) as conversions,
        cast(sum(predicted_conversions) as {{ type_double() }}) as predicted_conversions,
        cast(sum(squared_misses) as {{ type_double() }}) as squared_misses,
        cast(sum(abs(predicted_conversions - conversions)) as {{ type_double() }}) as misses_by_band
    from {{ ref('int_probability_bands') }}
    group by scorecard, scored_on, segment

),

-- Brier, G. W. (1950), Monthly Weather Review 78, 1-3. The skill is the gain over telling everybody the rate
-- of the day, whose Brier score is rate * (1 - rate).
probability_quality as (

    select
        scorecard,
        scored_on,
        segment,
        people,
        {{ share('predicted_conversions', 'people') }} as mean_probability,
        {{ share('squared_misses', 'people') }} as brier,
        cast(
            1 - squared_misses * people
            / nullif(cast(conversions * (people - conversions) as {{ type_double() }}), 0)
            as {{ type_decimal(18, 6) }}
        ) as brier_skill,
        {{ share('misses_by_band', 'people') }} as calibration_error
    from probabilities

),

model_quality as (

    select
        ranking.scorecard,
        ranking.scored_on,
        ranking.segment,
        ranking.people,
        ranking.conversions,
        {{ rate_columns('base_rate', 'ranking.conversions', 'ranking.people') }},
        ranking.auc,
        ranking.auc_low,
        ranking.auc_high,
        open_ranking.auc as auc_open,
        ranking.average_precision,
        {{ rate_columns('top_decile_rate', 'ranking.top_decile_conversions', 'ranking.top_decile_people') }},
        cast(
            ranking.top_decile_conversions * ranking.people
            / nullif(ranking.top_decile_people * ranking.conversions, 0) as {{ type_decimal(9, 6) }}
        ) as lift_top_decile,
        cast(coalesce(probability_quality.people, 0) as bigint) as people_with_probability,
        probability_quality.mean_probability,
        probability_quality.brier,
        probability_quality.brier_skill,
        probability_quality.calibration_error,
        ranking.tie_share,
        ranking.largest_tie_share,
        cast(ranking.distinct_scores as bigint) as distinct_scores,
        {{ amount('ranking.score_spread') }} as score_spread,
        least(ranking.conversions, ranking.people - ranking.conversions) >= {{ var('min_class_size') }}
            as is_enough
    from ranking
    left join open_ranking
        on
            ranking.scorecard = open_ranking.scorecard
            and ranking.scored_on = open_ranking.scored_on
            and ranking.segment = open_ranking.segment
    left join probability_quality
        on
            ranking.scorecard = probability_quality.scorecard
            and ranking.scored_on = probability_quality.scored_on
            and ranking.segment = probability_quality.segment

)

select * from model_quality
