-- One row per scorecard, scoring day, person and term of probability.csv that holds for the person; the
-- intercept, which holds for all, is not among them. `make train` reads its features here: what it learns is
-- what scores.
{{ config(materialized='view') }}

with

terms as (

    select * from {{ ref('stg_probability_terms') }}

),

numbered_terms as (

    select
        terms.*,
        conditions.condition_number
    from terms
    inner join {{ ref('int_conditions') }} as conditions
        on
            terms.scorecard = conditions.scorecard
            and terms.condition_key = conditions.condition_key
    where conditions.condition_kind = 'probability'

),

attribute_terms as (

    select
        person_conditions.person_day_key,
        numbered_terms.term_id
    from {{ ref('int_person_conditions') }} as person_conditions
    inner join numbered_terms
        on person_conditions.condition_number = numbered_terms.condition_number

),

event_terms as (

    select
        person_event_hits.person_day_key,
        numbered_terms.term_id
    from {{ ref('int_person_event_hits') }} as person_event_hits
    inner join numbered_terms
        on person_event_hits.condition_number = numbered_terms.condition_number
    where
        numbered_terms.within_days is null
        or numbered_terms.within_days
        > {{ days_between('person_event_hits.occurred_on', 'person_event_hits.scored_on') }}
    group by person_event_hits.person_day_key, numbered_terms.term_id, numbered_terms.min_hits
    having sum(person_event_hits.hits) >= numbered_terms.min_hits

),

held_terms as (

    select * from attribute_terms

    union all

    select * from event_terms

),

probability_terms as (

    select
        people.scorecard,
        people.scored_on,
        people.person_id,
        held_terms.term_id
    from held_terms
    inner join {{ ref('int_people') }} as people
        on held_terms.person_day_key = people.person_day_key

)

select * from probability_terms
