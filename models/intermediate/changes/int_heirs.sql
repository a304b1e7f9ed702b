-- One row per person whose primary lead is new on a scored day: the person and the day that he goes on
-- from, the latest of one of his other leads, the first by rank of several.

{{ config(materialized='view') }}

{%- set told = ['segment', 'score', 'raw_score', 'last_engaged_on'] %}

with

person_members as (

    select * from {{ ref('int_person_members') }}

),

people_now as (

    select * from {{ ref('int_scored_people') }}
    where is_kept

),

primaries_then as (

    select * from {{ ref('int_scored_leads') }}

),

members_then as (

    select * from {{ ref('int_scored_leads') }}

),

new_primaries as (

    select distinct
        person_members.lead_id,
        person_members.scored_on
    from person_members
    left join primaries_then
        on
            person_members.lead_id = primaries_then.lead_id
            and person_members.scored_on > primaries_then.scored_on
    where primaries_then.lead_id is null

),

ranked as (

    select
        people_now.lead_id,
        people_now.scored_on,
        members_then.person_lead_id as previous_lead_id,
        members_then.scored_on as previous_scored_on,
        {%- for column in told %}
        people_now.{{ column }},
        members_then.{{ column }} as previous_{{ column }},
        {%- endfor %}
        row_number() over (
            partition by people_now.lead_id, people_now.scored_on
            order by
                members_then.scored_on desc,
                members_now.fill_rank asc,
                {{ text_order('members_then.person_lead_id') }} asc
        ) as person_rank
    from new_primaries
    inner join {{ ref('int_person_members') }} as members_now
        on
            new_primaries.lead_id = members_now.lead_id
            and new_primaries.scored_on = members_now.scored_on
    inner join members_then
        on
            members_now.member_lead_id = members_then.lead_id
            and members_now.scored_on > members_then.scored_on
    inner join people_now
        on
            new_primaries.lead_id = people_now.lead_id
            and new_primaries.scored_on = people_now.scored_on

),

heirs as (

    select
        lead_id,
        scored_on,
        previous_lead_id,
        {%- for column in told %}
        {{ column }},
        previous_{{ column }},
        {%- endfor %}
        previous_scored_on
    from ranked
    where person_rank = 1

)

select * from heirs
