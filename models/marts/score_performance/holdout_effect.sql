-- One row per scorecard, stage and segment ('*' = all): how many people of the hold-out converted, how many
-- of the others, and what sales did with either.

with

cohort as (

    select * from {{ ref('int_backtest') }}
    where day_number = 1

),

worked as (

    select distinct
        scorecard,
        scored_on,
        person_id
    from {{ ref('int_person_outcomes') }}
    where outcome in ('accepted', 'rejected', 'opportunity') and is_within_horizon

),

levels as (

    {{ report_levels() }}

),

people as (

    select
        cohort.scorecard,
        case when of_stages.is_total then '*' else cohort.stage end as stage,
        case when of_segments.is_total then '*' else cohort.segment end as segment,
        case
            when {{ is_holdout('cohort.person_id') }} then 1
            else 0
        end as is_holdout,
        cohort.has_converted,
        case when worked.person_id is null then 0 else 1 end as is_worked
    from cohort
    cross join levels as of_stages
    cross join levels as of_segments
    left join worked
        on {{ same_person_day('cohort', 'worked') }}

),

counted as (

    select
        scorecard,
        stage,
        segment,
        cast(sum(is_holdout) as bigint) as holdout_people,
        cast(sum(is_holdout * has_converted) as bigint) as holdout_conversions,
        {{ rate_columns('holdout_rate', 'sum(is_holdout * has_converted)', 'sum(is_holdout)') }},
        {{ share('sum(is_holdout * is_worked)', 'sum(is_holdout)') }} as holdout_worked_share,
        cast(sum(1 - is_holdout) as bigint) as rest_people,
        cast(sum((1 - is_holdout) * has_converted) as bigint) as rest_conversions,
        {{ rate_columns('rest_rate', 'sum((1 - is_holdout) * has_converted)', 'sum(1 - is_holdout)') }},
        {{ share('sum((1 - is_holdout) * is_worked)', 'sum(1 - is_holdout)') }} as rest_worked_share,
        least(sum(is_holdout), sum(1 - is_holdout)) >= {{ var('min_group_size') }} as is_enough
    from people
    group by scorecard, stage, segment

),

holdout_effect as (

    select
        *,
        cast(
            case when is_enough then rest_rate - holdout_rate end as {{ type_decimal(9, 6) }}
        ) as rate_difference,
        cast(
            {{ newcombe('rest_rate', 'holdout_rate', 'low') }} as {{ type_decimal(9, 6) }}
        ) as rate_difference_low,
        cast(
            {{ newcombe('rest_rate', 'holdout_rate', 'high') }} as {{ type_decimal(9, 6) }}
        ) as rate_difference_high
    from counted

)

select * from holdout_effect
