-- People for whom, on a day that this run settled, the flag, the stage and the reason of a
-- disqualification disagree.

with

staged_people as (

    select
        scored_people.scorecard,
        scored_people.scored_on,
        scored_people.person_id,
        scored_people.is_disqualified,
        scored_people.disqualification_reason,
        person_stages.stage
    from {{ ref('int_stage_dates') }} as staged_days
    inner join {{ ref('int_scored_people') }} as scored_people
        on
            staged_days.scorecard = scored_people.scorecard
            and staged_days.scored_on = scored_people.scored_on
            and staged_days.person_id = scored_people.person_id
    inner join {{ ref('int_person_stages') }} as person_stages
        on
            staged_days.scorecard = person_stages.scorecard
            and staged_days.scored_on = person_stages.scored_on
            and staged_days.person_id = person_stages.person_id

),

wrong as (

    select
        scorecard,
        scored_on,
        person_id,
        stage,
        is_disqualified,
        disqualification_reason
    from staged_people
    where
        is_disqualified <> (stage = 'disqualified')
        or is_disqualified <> (disqualification_reason is not null)

)

select * from wrong
