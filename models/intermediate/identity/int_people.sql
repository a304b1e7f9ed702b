-- One row per scorecard, scoring day and person to score in this run: people with a lead that is not deleted.

with

dates_this_run as (

    select * from {{ ref('int_dates_this_run') }}

),

lead_person_map as (

    select * from {{ ref('int_lead_person_map_this_run') }}

),

leads_to_rescore as (

    select * from {{ ref('int_leads_to_rescore') }}

),

-- Training need not see leads for ever that sales have closed.
set_aside_leads as (

    {% if var('set_aside_leads') %}
    select set_aside.* from {{ var('set_aside_leads') }} as set_aside
    {% else %}
    select
        lead_id,
        scored_on as valid_from,
        scored_on as valid_to
    from lead_person_map
    where 1 = 0
    {% endif %}

),

existing_people as (

    select
        lead_person_map.scored_on,
        lead_person_map.person_id,
        max(case when lead_person_map.merge_rank = 1 then lead_person_map.lead_id end) as lead_id,
        min(lead_person_map.created_on) as first_created_on
    from lead_person_map
    left join set_aside_leads
        on
            lead_person_map.lead_id = set_aside_leads.lead_id
            and lead_person_map.scored_on >= set_aside_leads.valid_from
            and lead_person_map.scored_on < set_aside_leads.valid_to
    group by lead_person_map.scored_on, lead_person_map.person_id
    having
        min(case when lead_person_map.is_deleted then 1 else 0 end) = 0
        and count(*) > count(set_aside_leads.lead_id)

),

-- A day may be new to one scorecard and have only a few people to score again for another.
days_to_score as (

    select
        dates_this_run.scorecard,
        existing_people.scored_on,
        existing_people.person_id,
        existing_people.lead_id,
        existing_people.first_created_on
    from existing_people
    inner join dates_this_run
        on existing_people.scored_on = dates_this_run.scored_on
    left join leads_to_rescore
        on existing_people.person_id = leads_to_rescore.lead_id
    where
        dates_this_run.is_whole
        or existing_people.scored_on >= leads_to_rescore.rescore_from

),

people as (

    select
        *,
        {{ person_day_key('days_to_score') }} as person_day_key
    from days_to_score

)

select * from people
