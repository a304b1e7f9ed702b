-- One row per outcome of sales that came after a kept day on which the person was scored: the stage and
-- segment he stood in on the last such day, which is what sales had before them.

with

person_outcomes as (

    select * from {{ ref('int_person_outcomes') }}
    where days_after_scoring > 0

),

scored_people as (

    select * from {{ ref('int_scored_people') }}
    where is_kept

),

person_stages as (

    select * from {{ ref('int_person_stages') }}

),

ranked as (

    select
        outcome_id,
        scored_on,
        person_id,
        row_number() over (partition by outcome_id order by scored_on desc) as day_rank
    from person_outcomes

),

outcome_stages as (

    select
        ranked.outcome_id,
        ranked.scored_on as seen_on,
        scored_people.segment,
        person_stages.stage
    from ranked
    inner join scored_people
        on
            ranked.scored_on = scored_people.scored_on
            and ranked.person_id = scored_people.person_id
    inner join person_stages
        on
            ranked.scored_on = person_stages.scored_on
            and ranked.person_id = person_stages.person_id
    where ranked.day_rank = 1

)

select * from outcome_stages
