-- One row per scorecard, scoring day and person of this run: the points of each component, and the score they
-- add up to on the point scale.

with

people as (

    select * from {{ ref('int_people') }}

),

ledger as (

    select * from {{ ref('int_ledger') }}

),

points as (

    select
        people.scorecard,
        people.scored_on,
        people.person_id,
        people.lead_id,
        {%- for component in ['fit', 'engagement', 'negative'] %}
        {{ amount("coalesce(sum(case when ledger.component = '" ~ component ~ "' then ledger.points end), 0)") }}
            as {{ component }}_points,
        {%- endfor %}
        {{ amount('coalesce(sum(ledger.decay_points), 0)') }} as decay_points
    from people
    left join ledger
        on
            people.scorecard = ledger.scorecard
            and people.scored_on = ledger.scored_on
            and people.person_id = ledger.person_id
    group by people.scorecard, people.scored_on, people.person_id, people.lead_id

),

totalled as (

    select
        *,
        fit_points + engagement_points + negative_points as raw_score
    from points

),

person_points as (

    select
        scorecard,
        scored_on,
        person_id,
        lead_id,
        fit_points,
        engagement_points,
        negative_points,
        decay_points,
        {{ amount('raw_score') }} as raw_score,
        {{ amount('least(greatest(raw_score, 0), ' ~ highest_score() ~ ')') }} as score
    from totalled

)

select * from person_points
