-- One row per scorecard, scoring day and person of this run: the probability of conversion by
-- probability.csv; no rows for a rulebook that is not trained.

with

terms as (

    select * from {{ ref('stg_probability_terms') }}

),

people as (

    select * from {{ ref('int_people') }}

),

probability_terms as (

    select * from {{ ref('int_probability_terms') }}

),

intercepts as (

    select
        scorecard,
        coefficient
    from terms
    where signal_type = 'intercept'

),

sums as (

    select
        probability_terms.scorecard,
        probability_terms.scored_on,
        probability_terms.person_id,
        sum(terms.coefficient) as log_odds
    from probability_terms
    inner join terms
        on
            probability_terms.scorecard = terms.scorecard
            and probability_terms.term_id = terms.term_id
    group by probability_terms.scorecard, probability_terms.scored_on, probability_terms.person_id

),

person_probabilities as (

    select
        people.scorecard,
        people.scored_on,
        people.person_id,
        people.person_day_key,
        {{ logistic('intercepts.coefficient + coalesce(sums.log_odds, 0)') }} as trained_probability
    from people
    inner join intercepts
        on people.scorecard = intercepts.scorecard
    left join sums
        on
            people.scorecard = sums.scorecard
            and people.scored_on = sums.scored_on
            and people.person_id = sums.person_id

)

select * from person_probabilities
