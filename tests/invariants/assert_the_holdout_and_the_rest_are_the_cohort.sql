-- Where holdout_effect, at any of its four levels, does not hold each person of the cohort once.

with

levels as (

    {{ report_levels() }}

),

cohort as (

    select
        count(*) as people,
        coalesce(sum(has_converted), 0) as conversions
    from {{ ref('int_conversion_cohort') }}

),

totals as (

    select
        of_stages.is_total as all_stages,
        of_segments.is_total as all_segments,
        coalesce(sum(holdout_effect.holdout_people + holdout_effect.rest_people), 0) as people,
        coalesce(sum(holdout_effect.holdout_conversions + holdout_effect.rest_conversions), 0) as conversions
    from levels as of_stages
    cross join levels as of_segments
    left join {{ ref('holdout_effect') }} as holdout_effect
        on
            of_stages.is_total = (holdout_effect.stage = '*')
            and of_segments.is_total = (holdout_effect.segment = '*')
    group by of_stages.is_total, of_segments.is_total

)

select totals.*
from totals
cross join cohort
where totals.people <> cohort.people or totals.conversions <> cohort.conversions
