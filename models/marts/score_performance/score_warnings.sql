-- One row per scorecard and problem that the figures of the latest backtest day, or of the latest day, show.

with

latest_dates as (

    select
        scoring_dates.scorecard,
        scoring_dates.scored_on,
        settings.conversion_horizon_days
    from {{ ref('int_scoring_dates') }} as scoring_dates
    inner join {{ ref('stg_settings') }} as settings
        on scoring_dates.scorecard = settings.scorecard
    where scoring_dates.is_latest

),

quality as (

    select
        *,
        max(scored_on) over (partition by scorecard) as latest_scored_on
    from {{ ref('model_quality') }}

),

latest_quality as (

    select * from quality
    where scored_on = latest_scored_on

),

score_warnings as (

    select
        latest_dates.scorecard,
        coalesce(latest_quality.scored_on, latest_dates.scored_on) as scored_on,
        '*' as segment,
        'too_few' as warning,
        'score' as subject,
        'Too few to tell whether the score works: of '
        || cast(coalesce(latest_quality.people, 0) as {{ dbt.type_string() }}) || ' people '
        || cast(coalesce(latest_quality.conversions, 0) as {{ dbt.type_string() }})
        || ' converted within ' || cast(latest_dates.conversion_horizon_days as {{ dbt.type_string() }})
        || ' days, and it takes {{ var("min_class_size") }} who did and '
        || '{{ var("min_class_size") }} who did not' as sentence
    from latest_dates
    left join latest_quality
        on
            latest_dates.scorecard = latest_quality.scorecard
            and latest_quality.segment = '*'
    where not coalesce(latest_quality.is_enough, false)

    union all

    select
        scorecard,
        scored_on,
        segment,
        'looks_alike' as warning,
        'score' as subject,
        {{ score_warning('looks_alike') }} as sentence
    from latest_quality
    where
        people >= {{ var('min_group_size') }}
        and (
            largest_tie_share > {{ var('max_tie_share') }}
            or score_spread < {{ var('min_score_spread') }} * {{ highest_score() }}
        )

    union all

    select
        scorecard,
        scored_on,
        segment,
        'does_not_rank' as warning,
        'score' as subject,
        {{ score_warning('does_not_rank') }} as sentence
    from latest_quality
    where is_enough and coalesce(auc_low, auc) <= 0.5

    union all

    select
        scorecard,
        scored_on,
        segment,
        'probability_off' as warning,
        'probability' as subject,
        {{ score_warning('probability_off') }} as sentence
    from latest_quality
    where
        is_enough
        and people_with_probability = people_with_closed
        and (
            mean_probability not between base_rate_with_closed_low and base_rate_with_closed_high
            or brier_skill < 0
        )

    union all

    select
        drift.scorecard,
        drift.scored_on,
        drift.segment,
        'drift' as warning,
        drift.input_name as subject,
        {{ score_warning('drift') }} as sentence
    from {{ ref('score_drift') }} as drift
    inner join latest_dates
        on
            drift.scorecard = latest_dates.scorecard
            and drift.scored_on = latest_dates.scored_on
    where
        drift.comparison = 'previous' and drift.segment = '*'
        and drift.drift_level = 'major' and drift.is_enough and drift.psi > drift.psi_by_chance

)

select * from score_warnings
