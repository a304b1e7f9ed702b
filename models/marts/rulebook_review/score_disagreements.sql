-- One row per scorecard and person of the latest day whom the points and the learned probability rank far
-- apart.

with

lead_scores as (

    select * from {{ ref('lead_scores') }}
    where not is_disqualified and probability_source = 'trained'

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

    select lead_scores.*
    from lead_scores
    left join customers
        on {{ same_person_day('lead_scores', 'customers') }}
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
