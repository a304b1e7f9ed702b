-- People of a scoring day for whom the flag, the stage and the reason of a disqualification disagree.

with

scored_people as (

    select * from {{ ref('int_scored_people') }}

),

wrong as (

    select
        scored_on,
        lead_id,
        stage,
        is_disqualified,
        disqualification_reason
    from scored_people
    where
        is_disqualified <> (stage = 'disqualified')
        or is_disqualified <> (disqualification_reason is not null)

)

select * from wrong
