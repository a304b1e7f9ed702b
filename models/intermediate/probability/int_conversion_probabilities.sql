-- One row per scorecard, kept scoring day and person: the probability of a conversion within the horizon
-- after it.
{{ config(materialized='view') }}

with

scored_people as (

    select * from {{ ref('int_scored_people') }}
    where is_kept

),

band_close_rates as (

    select * from {{ ref('int_band_close_rates') }}

),

conversion_probabilities as (

    select
        scored_people.scorecard,
        scored_people.scored_on,
        scored_people.person_id,
        coalesce(scored_people.trained_probability, band_close_rates.close_rate) as conversion_probability,
        case
            when scored_people.trained_probability is not null then 'trained'
            when band_close_rates.close_rate is not null then 'close_rate'
        end as probability_source
    from scored_people
    left join band_close_rates
        on
            scored_people.scorecard = band_close_rates.scorecard
            and scored_people.scored_on = band_close_rates.scored_on
            and {{ score_band('scored_people.score') }} = band_close_rates.score_band

)

select * from conversion_probabilities
