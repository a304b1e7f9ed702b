-- Rules say what people are worth, not who is scored: each person of a day has a score under both rulebooks.
{{ config(enabled=var('compare_with', none) is not none) }}

with

compared_sides as (

    select * from {{ ref('int_compared_sides') }}

)

select
    scored_on,
    person_id
from compared_sides
group by scored_on, person_id
having count(*) <> 2
