-- One row per scoring day and person: the points of each component, and the score they add up to.

with

people as (

    select * from {{ ref('int_people') }}

),

ledger as (

    select * from {{ ref('int_ledger_of_this_run') }}

),

sums as (

    select
        scored_on,
        person_id,
        sum(case when component = 'fit' then points end) as fit_points,
        sum(case when component = 'engagement' then points end) as engagement_points,
        sum(case when component = 'negative' then points end) as negative_points,
        sum(decay_points) as decay_points
    from ledger
    group by scored_on, person_id

),

points as (

    select
        people.scored_on,
        people.person_id,
        people.lead_id,
        {{ amount('coalesce(sums.fit_points, 0)') }} as fit_points,
        {{ amount('coalesce(sums.engagement_points, 0)') }} as engagement_points,
        {{ amount('coalesce(sums.negative_points, 0)') }} as negative_points,
        {{ amount('coalesce(sums.decay_points, 0)') }} as decay_points
    from people
    left join sums
        on
            people.scored_on = sums.scored_on
            and people.person_id = sums.person_id

),

totalled as (

    select
        *,
        fit_points + engagement_points + negative_points as raw_score
    from points

),

person_points as (

    select
        scored_on,
        person_id,
        lead_id,
        fit_points,
        engagement_points,
        negative_points,
        decay_points,
        {{ amount('raw_score') }} as raw_score,
        {{ amount(
            'least(greatest(raw_score, ' ~ score_limit('lowest') ~ '), ' ~ score_limit('highest') ~ ')'
        ) }} as score
    from totalled

)

select * from person_points
