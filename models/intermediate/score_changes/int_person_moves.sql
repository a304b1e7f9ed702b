-- One row per scorecard, person and pair of days between which people were merged into the person or leads
-- left.

{{ config(materialized='view') }}

with

pair_people as (

    select * from {{ ref('int_pair_people') }}
    where side <> 'now'

),

map_then as (

    select * from {{ ref('int_lead_person_map') }}

),

map_now as (

    select * from {{ ref('int_lead_person_map') }}

),

-- A person of one lead has no row in the map, and cannot lose that lead.
leads_then as (

    select
        pair_people.scorecard,
        pair_people.person_id,
        pair_people.scored_on,
        pair_people.side,
        pair_people.side_person_id,
        coalesce(map_then.lead_id, pair_people.person_id) as lead_id
    from pair_people
    left join map_then
        on
            pair_people.side_person_id = map_then.person_id
            and pair_people.side_on = map_then.scored_on

),

moves as (

    select
        leads_then.scorecard,
        leads_then.person_id,
        leads_then.scored_on,
        case when leads_then.side = 'merged' then leads_then.side_person_id end as merged_person_id,
        case
            when map_now.lead_id is null and leads_then.lead_id <> leads_then.person_id
                then leads_then.lead_id
        end as left_lead_id
    from leads_then
    left join map_now
        on
            leads_then.person_id = map_now.person_id
            and leads_then.scored_on = map_now.scored_on
            and leads_then.lead_id = map_now.lead_id

),

person_moves as (

    select
        scorecard,
        person_id,
        scored_on,
        count(distinct merged_person_id) as merged_people,
        count(left_lead_id) as left_leads
    from moves
    where merged_person_id is not null or left_lead_id is not null
    group by scorecard, person_id, scored_on

)

select * from person_moves
