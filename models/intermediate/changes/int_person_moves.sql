-- One row per person and pair of days between which people were merged into him or leads left him.

{{ config(materialized='view') }}

with

pair_people as (

    select * from {{ ref('int_pair_people') }}
    where side <> 'now'

),

members_then as (

    select * from {{ ref('int_person_members') }}

),

members_now as (

    select * from {{ ref('int_person_members') }}

),

-- A person of one lead, who is none of the members, cannot lose it.
leads_then as (

    select
        pair_people.lead_id,
        pair_people.scored_on,
        pair_people.side,
        pair_people.side_lead_id,
        coalesce(members_then.member_lead_id, pair_people.lead_id) as member_lead_id
    from pair_people
    left join members_then
        on
            pair_people.side_lead_id = members_then.lead_id
            and pair_people.side_on = members_then.scored_on

),

moves as (

    select
        leads_then.lead_id,
        leads_then.scored_on,
        case when leads_then.side = 'merged' then leads_then.side_lead_id end as merged_lead_id,
        case
            when members_now.member_lead_id is null and leads_then.member_lead_id <> leads_then.lead_id
                then leads_then.member_lead_id
        end as left_lead_id
    from leads_then
    left join members_now
        on
            leads_then.lead_id = members_now.lead_id
            and leads_then.scored_on = members_now.scored_on
            and leads_then.member_lead_id = members_now.member_lead_id

),

person_moves as (

    select
        lead_id,
        scored_on,
        count(distinct merged_lead_id) as merged_people,
        count(left_lead_id) as left_leads
    from moves
    where merged_lead_id is not null or left_lead_id is not null
    group by lead_id, scored_on

)

select * from person_moves
