-- People of a day of this run whose score is not raw_score clipped to the point scale.

with

scored_people as (

    select scored_people.*
    from {{ ref('int_scored_people') }} as scored_people
    inner join {{ ref('int_dates_this_run') }} as scoring_days
        on
            scored_people.scorecard = scoring_days.scorecard
            and scored_people.scored_on = scoring_days.scored_on

),

wrong as (

    select
        scorecard,
        scored_on,
        person_id,
        raw_score,
        score
    from scored_people
    where
        score < 0
        or score > {{ highest_score() }}
        or (
            score <> raw_score
            and raw_score between 0 and {{ highest_score() }}
        )
        or (score = {{ highest_score() }} and raw_score < score)
        or (score = 0 and raw_score > score)

)

select * from wrong
