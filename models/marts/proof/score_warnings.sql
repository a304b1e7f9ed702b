-- One row per problem that the numbers of the latest backtest day, or of the latest day, show.
{%- set score_width = '(' ~ score_limit('highest') ~ ' - ' ~ score_limit('lowest') ~ ')' %}

with

latest_day as (

    select * from {{ ref('int_latest_day') }}

),

quality as (

    select
        model_quality.*,
        max(model_quality.scored_on) over () as latest_scored_on
    from {{ ref('model_quality') }} as model_quality

),

latest_quality as (

    select
        quality.*,
        case when quality.segment = '*' then 'all segments' else 'segment ' || quality.segment end as whose
    from quality
    where quality.scored_on = quality.latest_scored_on

),

latest_drift as (

    select score_drift.*
    from {{ ref('score_drift') }} as score_drift
    inner join {{ ref('int_latest_day') }} as latest_day
        on score_drift.scored_on = latest_day.scored_on
    where score_drift.comparison = 'previous' and score_drift.segment = '*'

),

too_few as (

    select
        coalesce(latest_quality.scored_on, latest_day.scored_on) as scored_on,
        '*' as segment,
        'too_few' as warning,
        'score' as subject,
        'Too few to tell whether the score works: of '
        || cast(coalesce(latest_quality.people, 0) as {{ dbt.type_string() }}) || ' people '
        || cast(coalesce(latest_quality.conversions, 0) as {{ dbt.type_string() }})
        || ' converted within {{ var("conversion_horizon_days") }} days,'
        || ' and it takes {{ var("min_class_size") }} who did and {{ var("min_class_size") }} who did not'
            as sentence
    from latest_day
    left join latest_quality
        on latest_quality.segment = '*'
    where not coalesce(latest_quality.is_enough, false)

),

looks_alike as (

    select
        scored_on,
        segment,
        'looks_alike' as warning,
        'score' as subject,
        'Scores look alike in ' || whose || ': ' || {{ share_as_text('largest_tie_share') }}
        || ' of people have one and the same, and the middle 80 % of people lie within '
        || {{ points_as_text('score_spread') }} || ' points' as sentence
    from latest_quality
    where
        people >= {{ var('min_group_size') }}
        and (
            largest_tie_share > {{ var('max_tie_share') }}
            or score_spread < {{ var('min_score_spread') }} * {{ score_width }}
        )

),

does_not_rank as (

    select
        scored_on,
        segment,
        'does_not_rank' as warning,
        'score' as subject,
        'Higher scores do not convert more often in ' || whose || ': AUC ' || {{ number_as_text('auc') }}
        || coalesce(
            ' (' || {{ number_as_text('auc_low') }} || ' to ' || {{ number_as_text('auc_high') }} || ')', ''
        ) || ', where 0.5 is chance' as sentence
    from latest_quality
    where is_enough and coalesce(auc_low, auc) <= 0.5

),

probability_off as (

    select
        scored_on,
        segment,
        'probability_off' as warning,
        'probability' as subject,
        'Probabilities are off in ' || whose || ': ' || {{ share_as_text('mean_probability') }}
        || ' were predicted to convert and ' || {{ share_as_text('base_rate') }} || ' did ('
        || {{ share_as_text('base_rate_low') }} || ' to ' || {{ share_as_text('base_rate_high') }}
        || '); Brier skill ' || {{ number_as_text('brier_skill') }} || ', where 0 is no gain' as sentence
    from latest_quality
    where
        is_enough
        and people_with_probability = people
        and (mean_probability not between base_rate_low and base_rate_high or brier_skill < 0)

),

drift as (

    select
        scored_on,
        segment,
        'drift' as warning,
        input_name as subject,
        'People moved in ' || input_name || ' since '
        || cast(compared_with as {{ dbt.type_string() }}) || ': PSI '
        || {{ number_as_text('psi') }} || '; ' || most_moved_bin || ' from '
        || {{ share_as_text('most_moved_share_before') }} || ' of people to '
        || {{ share_as_text('most_moved_share') }} as sentence
    from latest_drift
    where drift_level = 'major' and is_enough and psi > psi_by_chance

),

score_warnings as (

    select * from too_few

    union all

    select * from looks_alike

    union all

    select * from does_not_rank

    union all

    select * from probability_off

    union all

    select * from drift

)

select * from score_warnings
