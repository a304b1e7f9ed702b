-- One row per scorecard, person, pair of days and person whose points make up one of its sides: the person
-- now, the person before, and people who were merged into the person in between.

{{ config(materialized='view') }}

with

-- Each import is read once, here and in the models below: planners compute an import that is read twice for
-- everybody, and a question about one person would wait for all.
score_pairs as (

    select * from {{ ref('int_score_pairs') }}

),

merging_pairs as (

    select * from {{ ref('int_score_pairs') }}

),

lead_person_map as (

    select * from {{ ref('int_lead_person_map') }}

),

scored_people as (

    select * from {{ ref('int_scored_people') }}
    where is_kept

),

-- Distinct changes nothing, but keeps planners from pairing everybody scored on one day first.
people_then as (

    select distinct
        scored_people.scorecard,
        lead_person_map.person_id,
        lead_person_map.scored_on,
        scored_people.person_id as side_person_id,
        scored_people.scored_on as side_on
    from lead_person_map
    inner join scored_people
        on
            lead_person_map.lead_id = scored_people.person_id
            and lead_person_map.scored_on > scored_people.scored_on

),

sides as (

    select 'now' as side

    union all

    select 'before' as side

),

pair_people as (

    select
        score_pairs.scorecard,
        score_pairs.person_id,
        score_pairs.scored_on,
        score_pairs.previous_scored_on,
        score_pairs.segment,
        score_pairs.previous_segment,
        sides.side,
        score_pairs.person_id as side_person_id,
        case sides.side when 'now' then score_pairs.scored_on else score_pairs.previous_scored_on end
            as side_on
    from score_pairs
    cross join sides

    union all

    -- Another person came over with their first lead.
    select
        merging_pairs.scorecard,
        merging_pairs.person_id,
        merging_pairs.scored_on,
        merging_pairs.previous_scored_on,
        merging_pairs.segment,
        merging_pairs.previous_segment,
        'merged' as side,
        people_then.side_person_id,
        people_then.side_on
    from merging_pairs
    inner join people_then
        on
            {{ same_person_day('merging_pairs', 'people_then') }}
            and merging_pairs.previous_scored_on = people_then.side_on
    where merging_pairs.person_id <> people_then.side_person_id

)

select * from pair_people
