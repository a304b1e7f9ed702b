-- People of a scoring day in a stage that the rulebook does not have for their segment.

with

scored_people as (

    select * from {{ ref('int_scored_people') }}

),

segment_stages as (

    select * from {{ ref('int_segment_stages') }}

),

wrong as (

    select
        scored_people.scored_on,
        scored_people.lead_id,
        scored_people.segment,
        scored_people.stage
    from scored_people
    left join segment_stages
        on
            scored_people.segment = segment_stages.segment
            and scored_people.stage = segment_stages.stage
    where
        segment_stages.stage is null
        and scored_people.stage <> 'disqualified'

)

select * from wrong
