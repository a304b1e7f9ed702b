-- One row per person of the latest day whom the points and the learned probability rank far apart.

with

lead_scores as (

    select * from {{ ref('lead_scores') }}
    where not is_disqualified and probability_source = 'trained'

),

person_outcomes as (

    select * from {{ ref('int_person_outcomes') }}

),

customers as (

    select distinct
        scored_on,
        person_id
    from person_outcomes
    where outcome = '{{ var("conversion_outcome") }}' and days_after_scoring <= 0

),

open_leads as (

    select lead_scores.*
    from lead_scores
    left join customers
        on
            lead_scores.scored_on = customers.scored_on
            and lead_scores.person_id = customers.person_id
    where customers.person_id is null

),

-- People with equal values share the middle of their places.
placed as (

    select
        *,
        {{ middle_place('score') }} as score_place,
        {{ middle_place('conversion_probability') }} as conversion_probability_place
    from open_leads

),

score_disagreements as (

    select
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
order by abs(place_difference) desc, person_id asc
