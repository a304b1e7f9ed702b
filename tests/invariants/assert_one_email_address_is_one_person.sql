-- Email addresses that join leads, and merges, that belong to two people of a day that this run scores.

with

person_leads as (

    select * from {{ ref('int_lead_person_map_this_run') }}

),

lead_days as (

    select * from {{ ref('int_lead_days') }}

),

components as (

    select * from {{ ref('int_identity_components') }}

),

split_addresses as (

    select
        lead_days.scored_on,
        lead_days.email as shared_by_two,
        count(distinct person_leads.person_id) as people
    from person_leads
    inner join lead_days
        on
            person_leads.scored_on = lead_days.scored_on
            and person_leads.lead_id = lead_days.lead_id
    inner join components
        on
            lead_days.scored_on = components.scored_on
            and lead_days.lead_id = components.lead_id
            and 'mail ' || lead_days.email = components.identity_key
    group by lead_days.scored_on, lead_days.email
    having count(distinct person_leads.person_id) > 1

),

split_merges as (

    select
        person_leads.scored_on,
        lead_days.lead_id as shared_by_two,
        2 as people
    from person_leads
    inner join lead_days
        on
            person_leads.scored_on = lead_days.scored_on
            and person_leads.lead_id = lead_days.lead_id
    inner join person_leads as merge_targets
        on
            person_leads.scored_on = merge_targets.scored_on
            and lead_days.merged_into_lead_id = merge_targets.lead_id
    where person_leads.person_id <> merge_targets.person_id

),

wrong as (

    select * from split_addresses

    union all

    select * from split_merges

)

select * from wrong
