-- One row per stage and segment ('*' = all): how many of the hold-out converted, how many of the rest, and
-- what sales did with either.

with

cohort as (

    select * from {{ ref('int_conversion_cohort') }}

),

worked as (

    select distinct
        scored_on,
        person_id
    from {{ ref('int_person_outcomes') }}
    where outcome in ('accepted', 'rejected', 'opportunity') and {{ within_horizon() }}

),

levels as (

    {{ report_levels() }}

),

people as (

    select
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
        on
            cohort.scored_on = worked.scored_on
            and cohort.person_id = worked.person_id

),

counted as (

    select
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
    group by stage, segment

),

holdout_effect as (

    select
        stage,
        segment,
        holdout_people,
        holdout_conversions,
        holdout_rate,
        holdout_rate_low,
        holdout_rate_high,
        holdout_worked_share,
        rest_people,
        rest_conversions,
        rest_rate,
        rest_rate_low,
        rest_rate_high,
        rest_worked_share,
        is_enough,
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
