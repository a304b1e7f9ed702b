-- One row per scorecard, month end (or latest day), earlier day it is compared with, segment ('*' = all) and
-- input: how far its distribution has moved.

with

bins as (

    select
        *,
        row_number() over (
            partition by scorecard, scored_on, comparison, segment, input_name
            order by psi_part desc, {{ text_order('bin') }} asc
        ) as move_rank
    from {{ ref('score_drift_bins') }}

),

summed as (

    select
        scorecard,
        scored_on,
        comparison,
        compared_with,
        segment,
        input_name,
        sum(people) as people,
        sum(people_before) as people_before,
        count(*) - 1 as degrees_of_freedom,
        sum(psi_part) as psi,
        max(case when move_rank = 1 then bin end) as most_moved_bin,
        max(case when move_rank = 1 then people_share end) as most_moved_share,
        max(case when move_rank = 1 then people_share_before end) as most_moved_share_before
    from bins
    group by scorecard, scored_on, comparison, compared_with, segment, input_name

),

-- Without any change the index of two samples is (1/n + 1/m) times chi-squared with bins - 1 degrees of
-- freedom: Yurdakul, B. and Naranjo, J. (2020), Journal of Risk Model Validation 14(4). Its 95 % quantile:
-- Wilson, E. B. and Hilferty, M. M. (1931), PNAS 17, 684-688.
bounded as (

    select
        *,
        case
            when degrees_of_freedom = 0 then 0
            else
                (1 / cast(people as {{ type_double() }}) + 1 / cast(people_before as {{ type_double() }}))
                * degrees_of_freedom * power(
                    1 - 2 / (9 * cast(degrees_of_freedom as {{ type_double() }}))
                    + 1.644854 * sqrt(2 / (9 * cast(degrees_of_freedom as {{ type_double() }}))), 3
                )
        end as psi_by_chance
    from summed

),

-- The cuts are those of Siddiqi, N. (2006), Credit Risk Scorecards, Wiley, on the stability of a population.
score_drift as (

    select
        scorecard,
        scored_on,
        comparison,
        compared_with,
        segment,
        input_name,
        cast(people as bigint) as people,
        cast(people_before as bigint) as people_before,
        cast(psi as {{ type_decimal(18, 6) }}) as psi,
        cast(psi_by_chance as {{ type_decimal(18, 6) }}) as psi_by_chance,
        case
            when psi < {{ var('drift_cuts')[0] }} then 'stable'
            when psi < {{ var('drift_cuts')[1] }} then 'moderate'
            else 'major'
        end as drift_level,
        most_moved_bin,
        most_moved_share,
        most_moved_share_before,
        least(people, people_before) >= {{ var('min_group_size') }} as is_enough
    from bounded

)

select * from score_drift
