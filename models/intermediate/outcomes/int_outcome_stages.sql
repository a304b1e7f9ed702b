-- One row per scorecard and outcome of sales that came after a kept day on which the person was scored: the
-- stage and segment on the last such day, which is what sales saw before the outcome.

with

person_outcomes as (

    select * from {{ ref('int_person_outcomes') }}
    where days_after_scoring > 0

),

scored_people as (

    select * from {{ ref('int_scored_people') }}

),

person_stages as (

    select * from {{ ref('int_person_stages') }}

),

ranked as (

    select
        scorecard,
        outcome_id,
        scored_on,
        person_id,
        row_number() over (partition by scorecard, outcome_id order by scored_on desc) as day_rank
    from person_outcomes

),

outcome_stages as (

    select
        ranked.scorecard,
        ranked.outcome_id,
        ranked.scored_on as seen_on,
        scored_people.segment,
        person_stages.stage
    from ranked
    inner join scored_people
        on {{ same_person_day('ranked', 'scored_people') }}
    inner join person_stages
        on {{ same_person_day('ranked', 'person_stages') }}
    where ranked.day_rank = 1

)

select * from outcome_stages
