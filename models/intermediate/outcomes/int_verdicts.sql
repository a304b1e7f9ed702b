-- One row per scorecard and person of the latest day whom sales accepted or rejected: the latest verdict, and
-- whether the person became a customer within the horizon after it.

with

later_outcomes as (

    select * from {{ ref('int_person_outcomes') }}
    where days_after_scoring > 0

),

scored_people as (

    select * from {{ ref('int_scored_people') }}

),

person_stages as (

    select * from {{ ref('int_person_stages') }}

),

latest_dates as (

    select * from {{ ref('int_scoring_dates') }}
    where is_latest

),

settings as (

    select * from {{ ref('stg_settings') }}

),

ranked_days as (

    select
        scorecard,
        outcome_id,
        scored_on,
        person_id,
        row_number() over (partition by scorecard, outcome_id order by scored_on desc) as day_rank
    from later_outcomes

),

-- What sales saw on the last scored day before the outcome.
outcome_stages as (

    select
        ranked_days.scorecard,
        ranked_days.outcome_id,
        scored_people.segment,
        person_stages.stage
    from ranked_days
    inner join scored_people
        on {{ same_person_day('ranked_days', 'scored_people') }}
    inner join person_stages
        on {{ same_person_day('ranked_days', 'person_stages') }}
    where ranked_days.day_rank = 1

),

known_outcomes as (

    select
        person_outcomes.*,
        {{ add_days('person_outcomes.occurred_on', 'settings.conversion_horizon_days') }} as horizon_ends_on
    from {{ ref('int_person_outcomes') }} as person_outcomes
    inner join latest_dates
        on
            person_outcomes.scorecard = latest_dates.scorecard
            and person_outcomes.scored_on = latest_dates.scored_on
    inner join settings
        on person_outcomes.scorecard = settings.scorecard
    where person_outcomes.days_after_scoring <= 0

),

ranked as (

    select
        *,
        row_number() over (
            partition by scorecard, person_id order by occurred_on desc, {{ text_order('outcome_id') }} desc
        ) as verdict_rank
    from known_outcomes
    where outcome in ('accepted', 'rejected')

),

won as (

    select distinct
        ranked.scorecard,
        ranked.person_id
    from ranked
    inner join known_outcomes
        on
            ranked.scorecard = known_outcomes.scorecard
            and ranked.person_id = known_outcomes.person_id
            and ranked.occurred_on <= known_outcomes.occurred_on
            and ranked.horizon_ends_on >= known_outcomes.occurred_on
    where ranked.verdict_rank = 1 and known_outcomes.is_conversion

),

verdicts as (

    select
        ranked.scorecard,
        ranked.person_id,
        ranked.outcome as verdict,
        ranked.occurred_on as verdict_on,
        coalesce(lower(ranked.reason), 'not given') as reason,
        coalesce(outcome_stages.stage, 'unknown') as stage,
        coalesce(outcome_stages.segment, scored_people.segment) as segment,
        ranked.horizon_ends_on <= ranked.scored_on as is_horizon_over,
        case when won.person_id is null then 0 else 1 end as has_won
    from ranked
    inner join scored_people
        on {{ same_person_day('ranked', 'scored_people') }}
    left join outcome_stages
        on
            ranked.scorecard = outcome_stages.scorecard
            and ranked.outcome_id = outcome_stages.outcome_id
    left join won
        on
            ranked.scorecard = won.scorecard
            and ranked.person_id = won.person_id
    where ranked.verdict_rank = 1

)

select * from verdicts
