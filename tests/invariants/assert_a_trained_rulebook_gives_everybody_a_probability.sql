-- People of a day of this run without a trained probability though the rulebook is trained, or with one
-- though it is not.

with

scored_people as (

    select * from {{ ref('int_scored_people') }}

),

people as (

    select * from {{ ref('int_people') }}

),

intercepts as (

    select scorecard
    from {{ ref('stg_probability_terms') }}
    where signal_type = 'intercept'

),

wrong as (

    select
        scored_people.scorecard,
        scored_people.scored_on,
        scored_people.person_id,
        scored_people.trained_probability
    from people
    inner join scored_people
        on
            people.scorecard = scored_people.scorecard
            and people.scored_on = scored_people.scored_on
            and people.person_id = scored_people.person_id
    left join intercepts
        on people.scorecard = intercepts.scorecard
    where (scored_people.trained_probability is null) <> (intercepts.scorecard is null)

)

select * from wrong
