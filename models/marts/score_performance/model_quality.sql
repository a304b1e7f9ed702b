-- One row per scorecard, backtest day and segment ('*' = all): how well the scores of that day predicted who
-- would convert, of the people whose case was open on the day.

with

everybody as (

    select * from {{ ref('int_ranking_quality') }}
    where population = 'all'

),

ranking as (

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

-- Where sales has closed all cases there is nobody to rank.
model_quality as (

    select
        everybody.scorecard,
        everybody.scored_on,
        everybody.segment,
        cast(coalesce(ranking.people, 0) as bigint) as people,
        cast(coalesce(ranking.conversions, 0) as bigint) as conversions,
        {{ rate_columns('base_rate', 'ranking.conversions', 'ranking.people') }},
        ranking.auc,
        ranking.auc_low,
        ranking.auc_high,
        ranking.average_precision,
        {{ rate_columns('top_decile_rate', 'ranking.top_decile_conversions', 'ranking.top_decile_people') }},
        cast(
            ranking.top_decile_conversions * ranking.people
            / nullif(ranking.top_decile_people * ranking.conversions, 0) as {{ type_decimal(9, 6) }}
        ) as lift_top_decile,
        ranking.tie_share,
        ranking.largest_tie_share,
        cast(coalesce(ranking.distinct_scores, 0) as bigint) as distinct_scores,
        {{ amount('ranking.score_spread') }} as score_spread,
        coalesce(
            least(ranking.conversions, ranking.people - ranking.conversions) >= {{ var('min_class_size') }}, false
        ) as is_enough,
        everybody.people as people_with_closed,
        everybody.conversions as conversions_with_closed,
        {{ rate_columns('base_rate_with_closed', 'everybody.conversions', 'everybody.people') }},
        everybody.auc as auc_with_closed,
        cast(coalesce(probability_quality.people, 0) as bigint) as people_with_probability,
        probability_quality.mean_probability,
        probability_quality.brier,
        probability_quality.brier_skill,
        probability_quality.calibration_error
    from everybody
    left join ranking
        on
            everybody.scorecard = ranking.scorecard
            and everybody.scored_on = ranking.scored_on
            and everybody.segment = ranking.segment
    left join probability_quality
        on
            everybody.scorecard = probability_quality.scorecard
            and everybody.scored_on = probability_quality.scored_on
            and everybody.segment = probability_quality.segment

)

select * from model_quality
