-- One row per person, pair of days and person whose points make up one of its sides: himself now,
-- himself before, and those who were merged into him in between.

{{ config(materialized='view') }}

with

score_pairs as (

    select * from {{ ref('int_score_pairs') }}

),

merging_pairs as (

    select * from {{ ref('int_score_pairs') }}

),

person_members as (

    select * from {{ ref('int_person_members') }}

),

scored_people as (

    select * from {{ ref('int_scored_people') }}
    where is_kept

),

-- Distinct changes nothing, but keeps planners from pairing everybody scored on one day first.
members_then as (

    select distinct
        person_members.lead_id,
        person_members.scored_on,
        person_members.member_lead_id,
        scored_people.scored_on as side_on
    from person_members
    inner join scored_people
        on
            person_members.member_lead_id = scored_people.lead_id
            and person_members.scored_on > scored_people.scored_on

),

sides as (

    select 'now' as side

    union all

    select 'before' as side

),

pair_people as (

    select
        score_pairs.lead_id,
        score_pairs.scored_on,
        score_pairs.previous_scored_on,
        score_pairs.segment,
        score_pairs.previous_segment,
        sides.side,
        case sides.side when 'now' then score_pairs.lead_id else score_pairs.previous_lead_id end
            as side_lead_id,
        case sides.side when 'now' then score_pairs.scored_on else score_pairs.previous_scored_on end
            as side_on
    from score_pairs
    cross join sides

    union all

    -- Another person came over when the lead that was his primary did.
    select
        merging_pairs.lead_id,
        merging_pairs.scored_on,
        merging_pairs.previous_scored_on,
        merging_pairs.segment,
        merging_pairs.previous_segment,
        'merged' as side,
        members_then.member_lead_id as side_lead_id,
        members_then.side_on
    from merging_pairs
    inner join members_then
        on
            merging_pairs.lead_id = members_then.lead_id
            and merging_pairs.scored_on = members_then.scored_on
            and merging_pairs.previous_scored_on = members_then.side_on
    where merging_pairs.previous_lead_id <> members_then.member_lead_id

)

select * from pair_people
