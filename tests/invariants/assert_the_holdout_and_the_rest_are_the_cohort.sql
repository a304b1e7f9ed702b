-- Scorecards whose holdout_effect, at any of its four levels, does not hold each person of the cohort once.

with

levels as (

    {{ report_levels() }}

),

cohort as (

    select
        scorecard,
        count(*) as people,
        sum(has_converted) as conversions
    from {{ ref('int_backtest') }}
    where day_number = 1
    group by scorecard

),

totals as (

    select
        cohort.scorecard,
        of_stages.is_total as all_stages,
        of_segments.is_total as all_segments,
        cohort.people as cohort_people,
        cohort.conversions as cohort_conversions,
        coalesce(sum(effect.holdout_people + effect.rest_people), 0) as people,
        coalesce(sum(effect.holdout_conversions + effect.rest_conversions), 0) as conversions
    from cohort
    cross join levels as of_stages
    cross join levels as of_segments
    left join {{ ref('holdout_effect') }} as effect
        on
            cohort.scorecard = effect.scorecard
            and of_stages.is_total = (effect.stage = '*')
            and of_segments.is_total = (effect.segment = '*')
    group by
        cohort.scorecard,
        cohort.people,
        cohort.conversions,
        of_stages.is_total,
        of_segments.is_total

)

select *
from totals
where people <> cohort_people or conversions <> cohort_conversions
