-- A share of the hold-out that is further than five standard errors from holdout_percent: chance alone does
-- that about once in two million draws. Of few people chance does more, and nothing is said.

with

lead_scores as (

    select * from {{ ref('lead_scores') }}

),

counted as (

    select
        cast(count(*) as {{ type_double() }}) as people,
        sum(case when is_holdout then 1 else 0 end) as held_out,
        {{ var('holdout_percent') }} / cast(100 as {{ type_double() }}) as holdout_share
    from lead_scores

)

select *
from counted
where
    people * holdout_share * (1 - holdout_share) >= 25
    and abs(held_out - people * holdout_share)
    > 5 * sqrt(people * holdout_share * (1 - holdout_share))
