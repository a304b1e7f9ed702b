-- Mail addresses and merges of a scoring day that belong to two people.

with

person_leads as (

    select * from {{ ref('int_person_leads') }}

),

leads as (

    select * from {{ ref('stg_leads') }}

),

split_addresses as (

    select
        person_leads.scored_on,
        leads.email as shared_by_two,
        count(distinct person_leads.lead_id) as people
    from person_leads
    inner join leads
        on person_leads.member_lead_id = leads.lead_id
    where leads.has_valid_email
    group by person_leads.scored_on, leads.email
    having count(distinct person_leads.lead_id) > 1

),

split_merges as (

    select
        person_leads.scored_on,
        leads.lead_id as shared_by_two,
        2 as people
    from person_leads
    inner join leads
        on person_leads.member_lead_id = leads.lead_id
    inner join person_leads as merge_targets
        on
            person_leads.scored_on = merge_targets.scored_on
            and leads.merged_into_lead_id = merge_targets.member_lead_id
    where person_leads.lead_id <> merge_targets.lead_id

),

wrong as (

    select * from split_addresses

    union all

    select * from split_merges

)

select * from wrong
