-- People of a day of this run whose score is not raw_score clipped to the scale.

with

scored_people as (

    select scored_people.*
    from {{ ref('int_scored_people') }} as scored_people
    inner join {{ ref('int_dates_this_run') }} as scoring_days
        on scored_people.scored_on = scoring_days.scored_on

),

wrong as (

    select
        scored_on,
        person_id,
        raw_score,
        score
    from scored_people
    where
        score < {{ score_limit('lowest') }}
        or score > {{ score_limit('highest') }}
        or (
            score <> raw_score
            and raw_score between {{ score_limit('lowest') }} and {{ score_limit('highest') }}
        )
        or (score = {{ score_limit('highest') }} and raw_score < score)
        or (score = {{ score_limit('lowest') }} and raw_score > score)

)

select * from wrong
