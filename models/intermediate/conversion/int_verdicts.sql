-- One row per person of the latest day whom sales accepted or rejected: their last word, and whether he
-- became a customer within the horizon after it.

with

latest_day as (

    select * from {{ ref('int_latest_day') }}

),

outcome_stages as (

    select * from {{ ref('int_outcome_stages') }}

),

scored_people as (

    select * from {{ ref('int_scored_people') }}

),

known_outcomes as (

    select
        person_outcomes.*,
        {{ add_days('person_outcomes.occurred_on', var('conversion_horizon_days')) }} as horizon_ends_on
    from {{ ref('int_person_outcomes') }} as person_outcomes
    inner join latest_day
        on person_outcomes.scored_on = latest_day.scored_on
    where person_outcomes.days_after_scoring <= 0

),

ranked as (

    select
        *,
        row_number() over (
            partition by lead_id order by occurred_on desc, {{ text_order('outcome_id') }} desc
        ) as verdict_rank
    from known_outcomes
    where outcome in ('accepted', 'rejected')

),

won as (

    select distinct ranked.lead_id
    from ranked
    inner join known_outcomes
        on
            ranked.lead_id = known_outcomes.lead_id
            and ranked.occurred_on <= known_outcomes.occurred_on
            and ranked.horizon_ends_on >= known_outcomes.occurred_on
    where
        ranked.verdict_rank = 1
        and known_outcomes.outcome = '{{ var("conversion_outcome") }}'

),

verdicts as (

    select
        ranked.lead_id,
        ranked.outcome as verdict,
        ranked.occurred_on as judged_on,
        coalesce(lower(ranked.reason), 'not given') as reason,
        coalesce(outcome_stages.stage, 'unknown') as stage,
        coalesce(outcome_stages.segment, scored_people.segment) as segment,
        ranked.horizon_ends_on <= ranked.scored_on as is_horizon_over,
        case when won.lead_id is null then 0 else 1 end as has_won
    from ranked
    inner join scored_people
        on
            ranked.scored_on = scored_people.scored_on
            and ranked.lead_id = scored_people.lead_id
    left join outcome_stages
        on ranked.outcome_id = outcome_stages.outcome_id
    left join won
        on ranked.lead_id = won.lead_id
    where ranked.verdict_rank = 1

)

select * from verdicts
