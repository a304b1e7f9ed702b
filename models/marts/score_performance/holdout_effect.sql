-- One row per scorecard, stage and segment ('*' = all): how many people of the hold-out converted, how many
-- of the others, what sales did with either, and how many more people it takes to tell a difference.

{% set began_on = var('holdout_began_on') %}

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

-- With one day in the cohort nobody knows how many people come in a week.
spans as (

    select
        scorecard,
        min(scored_on) as first_on,
        {{ days_between('min(scored_on)', 'max(scored_on)') }} as new_days
    from cohort
    group by scorecard

),

levels as (

    {{ report_levels() }}

),

people as (

    select
        cohort.scorecard,
        case when of_stages.is_total then '*' else cohort.stage end as stage,
        case when of_segments.is_total then '*' else cohort.segment end as segment,
        case when {{ is_holdout('cohort.person_id') }} then 1 else 0 end as is_holdout,
        {%- if began_on %}
        case when cohort.scored_on >= {{ day_literal('holdout_began_on', began_on) }} then 1 else 0 end as is_in_test,
        {%- else %}
        1 as is_in_test,
        {%- endif %}
        cohort.has_converted,
        case when worked.person_id is null then 0 else 1 end as is_worked,
        case when cohort.scored_on > spans.first_on then 1 else 0 end as is_new,
        spans.new_days
    from cohort
    inner join spans
        on cohort.scorecard = spans.scorecard
    cross join levels as of_stages
    cross join levels as of_segments
    left join worked
        on {{ same_person_day('cohort', 'worked') }}

),

sides as (

    select
        *,
        is_in_test * is_holdout as held_out,
        is_in_test * (1 - is_holdout) as rest
    from people

),

counted as (

    select
        scorecard,
        stage,
        segment,
        cast(sum(held_out) as bigint) as holdout_people,
        cast(sum(held_out * has_converted) as bigint) as holdout_conversions,
        {{ rate_columns('holdout_rate', 'sum(held_out * has_converted)', 'sum(held_out)') }},
        {{ share('sum(held_out * is_worked)', 'sum(held_out)') }} as holdout_worked_share,
        cast(sum(rest) as bigint) as rest_people,
        cast(sum(rest * has_converted) as bigint) as rest_conversions,
        {{ rate_columns('rest_rate', 'sum(rest * has_converted)', 'sum(rest)') }},
        {{ share('sum(rest * is_worked)', 'sum(rest)') }} as rest_worked_share,
        least(sum(held_out), sum(rest)) >= {{ var('min_group_size') }} as is_enough,
        sum((1 - is_holdout) * has_converted) / cast(nullif(sum(1 - is_holdout), 0) as {{ type_double() }})
            as usual_rate,
        7 * {{ var('holdout_percent') }} * sum(is_new) / cast(nullif(100 * max(new_days), 0) as {{ type_double() }})
            as new_holdout_people_per_week
    from sides
    group by scorecard, stage, segment

),

planned as (

    select
        *,
        cast({{ needed_holdout('usual_rate') }} as bigint) as needed_holdout_people
    from counted

),

missing as (

    select
        *,
        case
            when needed_holdout_people > holdout_people then needed_holdout_people - holdout_people
            when needed_holdout_people is not null then 0
        end as missing_holdout_people
    from planned

),

holdout_effect as (

    select
        scorecard,
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
        ) as rate_difference_high,
        needed_holdout_people,
        missing_holdout_people,
        cast(
            missing_holdout_people / nullif(new_holdout_people_per_week, 0) as {{ type_decimal(18, 1) }}
        ) as weeks_to_go
    from missing

)

select * from holdout_effect
