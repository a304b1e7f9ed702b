-- One row per backtest day and segment ('*' = all): how well the scores of that day told who would convert.

with

ranking as (

    select * from {{ ref('int_ranking_quality') }}
    where population = 'all'

),

open_ranking as (

    select * from {{ ref('int_ranking_quality') }}
    where population = 'open'

),

probability_quality as (

    select * from {{ ref('int_probability_quality') }}

),

model_quality as (

    select
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
            ranking.scored_on = open_ranking.scored_on
            and ranking.segment = open_ranking.segment
    left join probability_quality
        on
            ranking.scored_on = probability_quality.scored_on
            and ranking.segment = probability_quality.segment

)

select * from model_quality
