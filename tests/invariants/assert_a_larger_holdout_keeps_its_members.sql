-- People of a small hold-out who would not be in a larger one, anybody in one of 0 %, or not in one of 100 %.

with

lead_scores as (

    select * from {{ ref('lead_scores') }}

),

drawn as (

    select
        person_id,
        case when {{ is_holdout('person_id', 0) }} then 1 else 0 end as in_0,
        case when {{ is_holdout('person_id', 1) }} then 1 else 0 end as in_1,
        case when {{ is_holdout('person_id', 5) }} then 1 else 0 end as in_5,
        case when {{ is_holdout('person_id', 50) }} then 1 else 0 end as in_50,
        case when {{ is_holdout('person_id', 100) }} then 1 else 0 end as in_100
    from lead_scores

)

select *
from drawn
where
    in_0 = 1
    or in_1 > in_5
    or in_5 > in_50
    or in_100 = 0
