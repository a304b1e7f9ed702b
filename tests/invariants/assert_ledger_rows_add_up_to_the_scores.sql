-- People and days of this run whose ledger rows do not add up to their points and raw_score: exactly,
-- since all amounts are decimals.

with

ledger as (

    select ledger.*
    from {{ ref('int_ledger') }} as ledger
    inner join {{ ref('int_dates_this_run') }} as scoring_days
        on
            ledger.scorecard = scoring_days.scorecard
            and ledger.scored_on = scoring_days.scored_on

),

scored_people as (

    select scored_people.*
    from {{ ref('int_scored_people') }} as scored_people
    inner join {{ ref('int_dates_this_run') }} as scoring_days
        on
            scored_people.scorecard = scoring_days.scorecard
            and scored_people.scored_on = scoring_days.scored_on

),

sums as (

    select
        scorecard,
        scored_on,
        person_id,
        sum(points) as raw_score,
        sum(case when component = 'fit' then points else 0 end) as fit_points,
        sum(case when component = 'engagement' then points else 0 end) as engagement_points,
        sum(case when component = 'negative' then points else 0 end) as negative_points,
        sum(decay_points) as decay_points
    from ledger
    group by scorecard, scored_on, person_id

),

mismatches as (

    select
        coalesce(scored_people.scored_on, sums.scored_on) as scored_on,
        coalesce(scored_people.person_id, sums.person_id) as person_id,
        scored_people.raw_score,
        sums.raw_score as ledger_points
    from scored_people
    full outer join sums
        on
            scored_people.scorecard = sums.scorecard
            and scored_people.scored_on = sums.scored_on
            and scored_people.person_id = sums.person_id
    where
        scored_people.person_id is null
        or scored_people.raw_score <> coalesce(sums.raw_score, 0)
        or scored_people.fit_points <> coalesce(sums.fit_points, 0)
        or scored_people.engagement_points <> coalesce(sums.engagement_points, 0)
        or scored_people.negative_points <> coalesce(sums.negative_points, 0)
        or scored_people.decay_points <> coalesce(sums.decay_points, 0)

)

select * from mismatches
