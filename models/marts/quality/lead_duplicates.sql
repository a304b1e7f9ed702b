-- One row per lead that is another lead's person on the latest scoring day: whose, and why.

with

latest_day as (

    select * from {{ ref('int_latest_day') }}

),

person_members as (

    select * from {{ ref('int_person_members') }}

),

leads as (

    select * from {{ ref('stg_leads') }}

),

primary_leads as (

    select * from {{ ref('stg_leads') }}

),

lead_duplicates as (

    select
        person_members.member_lead_id as lead_id,
        person_members.lead_id as primary_lead_id,
        person_members.scored_on,
        cast(
            case
                when leads.merged_into_lead_id = person_members.lead_id then 'merged into the primary lead'
                when primary_leads.merged_into_lead_id = leads.lead_id
                    then 'the primary lead was merged into it'
                when leads.has_valid_email and leads.email = primary_leads.email
                    then 'same mail address as the primary lead'
                else 'joined to the primary lead through other leads'
            end as {{ dbt.type_string() }}
        ) as reason,
        person_members.is_deleted,
        person_members.fill_rank
    from person_members
    inner join latest_day
        on person_members.scored_on = latest_day.scored_on
    inner join leads
        on person_members.member_lead_id = leads.lead_id
    inner join primary_leads
        on person_members.lead_id = primary_leads.lead_id
    where person_members.member_lead_id <> person_members.lead_id

)

select * from lead_duplicates
