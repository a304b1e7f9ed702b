-- One row per scorecard, scoring day, person and term of probability.csv that holds for the person; the
-- intercept, which holds for all, is not among them. `make train` reads its features here: what it learns is
-- what scores.
{{ config(materialized='view') }}

with

terms as (

    select * from {{ ref('stg_probability_terms') }}

),

attribute_terms as (

    select
        person_conditions.scorecard,
        person_conditions.scored_on,
        person_conditions.person_id,
        terms.term_id
    from {{ ref('int_person_conditions') }} as person_conditions
    inner join terms
        on
            person_conditions.scorecard = terms.scorecard
            and person_conditions.condition_key = terms.condition_key
    where person_conditions.condition_kind = 'probability'

),

event_terms as (

    select
        person_event_hits.scorecard,
        person_event_hits.scored_on,
        person_event_hits.person_id,
        terms.term_id
    from {{ ref('int_person_event_hits') }} as person_event_hits
    inner join terms
        on
            person_event_hits.scorecard = terms.scorecard
            and person_event_hits.condition_key = terms.condition_key
    where
        person_event_hits.condition_kind = 'probability'
        and (
            terms.within_days is null
            or terms.within_days
            > {{ days_between('person_event_hits.occurred_on', 'person_event_hits.scored_on') }}
        )
    group by
        person_event_hits.scorecard,
        person_event_hits.scored_on,
        person_event_hits.person_id,
        terms.term_id,
        terms.min_hits
    having sum(person_event_hits.hits) >= terms.min_hits

),

probability_terms as (

    select
        scorecard,
        scored_on,
        person_id,
        term_id
    from attribute_terms

    union all

    select
        scorecard,
        scored_on,
        person_id,
        term_id
    from event_terms

)

select * from probability_terms
