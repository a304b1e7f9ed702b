-- People in a stage that the rulebook does not have for their segment, on a day that this run settled.

with

staged_people as (

    select
        staged_days.scorecard,
        staged_days.scored_on,
        staged_days.person_id,
        staged_days.segment,
        person_stages.stage
    from {{ ref('int_stage_dates') }} as staged_days
    inner join {{ ref('int_person_stages') }} as person_stages
        on
            staged_days.scorecard = person_stages.scorecard
            and staged_days.scored_on = person_stages.scored_on
            and staged_days.person_id = person_stages.person_id

),

segment_stages as (

    select * from {{ ref('int_segment_stages') }}

),

wrong as (

    select
        staged_people.scorecard,
        staged_people.scored_on,
        staged_people.person_id,
        staged_people.segment,
        staged_people.stage
    from staged_people
    left join segment_stages
        on
            staged_people.scorecard = segment_stages.scorecard
            and staged_people.segment = segment_stages.segment
            and staged_people.stage = segment_stages.stage
    where
        segment_stages.stage is null
        and staged_people.stage <> 'disqualified'

)

select * from wrong
