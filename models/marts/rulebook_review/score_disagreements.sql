-- One row per scorecard and person of the latest day whom the points and the learned probability rank far
-- apart: its own, else that of a challenger that has learned one.

with

lead_scores as (

    select * from {{ ref('lead_scores') }}
    where not is_disqualified

),

learned as (

    select
        scorecard,
        scored_on,
        person_id,
        conversion_probability
    from lead_scores
    where probability_source = 'trained'

),

-- Points of a rulebook that was not trained are held against what one in its shadow has learned.
first_learned as (

    select {{ first_text('scorecard') }} as scorecard from learned

),

known as (

    select
        lead_scores.scorecard,
        lead_scores.person_id,
        lead_scores.lead_id,
        lead_scores.scored_on,
        lead_scores.segment,
        lead_scores.stage,
        lead_scores.score,
        coalesce(own.conversion_probability, challengers.conversion_probability) as conversion_probability,
        lead_scores.top_reasons
    from lead_scores
    cross join first_learned
    left join learned as own
        on {{ same_person_day('lead_scores', 'own') }}
    left join learned as challengers
        on
            first_learned.scorecard = challengers.scorecard
            and lead_scores.scored_on = challengers.scored_on
            and lead_scores.person_id = challengers.person_id
    where coalesce(own.conversion_probability, challengers.conversion_probability) is not null

),

customers as (

    select distinct
        scorecard,
        scored_on,
        person_id
    from {{ ref('int_person_outcomes') }}
    where is_conversion and days_after_scoring <= 0

),

open_leads as (

    select known.*
    from known
    left join customers
        on {{ same_person_day('known', 'customers') }}
    where customers.person_id is null

),

-- People with equal values share the middle of their places.
placed as (

    select
        *,
        {{ middle_place('score', 'scorecard') }} as score_place,
        {{ middle_place('conversion_probability', 'scorecard') }} as conversion_probability_place
    from open_leads

),

score_disagreements as (

    select
        scorecard,
        person_id,
        lead_id,
        scored_on,
        segment,
        stage,
        score,
        score_place,
        conversion_probability,
        conversion_probability_place,
        cast(conversion_probability_place - score_place as {{ type_decimal(9, 6) }}) as place_difference,
        case
            when conversion_probability_place > score_place then 'probability'
            else 'points'
        end as higher_by,
        top_reasons
    from placed
    where 10 * abs(conversion_probability_place - score_place) >= {{ var('disagreement_tenths') }}

)

select * from score_disagreements
order by scorecard asc, abs(place_difference) desc, {{ text_order('person_id') }} asc
