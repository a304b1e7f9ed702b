-- One row per lead that is another lead's person on the latest scoring day: whose, and why.

with

latest_day as (

    select scored_on from {{ ref('int_scoring_days') }}
    where is_latest

),

person_leads as (

    select * from {{ ref('int_person_leads') }}

),

leads as (

    select * from {{ ref('stg_leads') }}

),

primary_leads as (

    select * from {{ ref('stg_leads') }}

),

lead_duplicates as (

    select
        person_leads.member_lead_id as lead_id,
        person_leads.lead_id as primary_lead_id,
        person_leads.scored_on,
        cast(
            case
                when leads.merged_into_lead_id = person_leads.lead_id then 'merged into the primary lead'
                when primary_leads.merged_into_lead_id = leads.lead_id
                    then 'the primary lead was merged into it'
                when leads.has_valid_email and leads.email = primary_leads.email
                    then 'same mail address as the primary lead'
                else 'joined to the primary lead through other leads'
            end as {{ dbt.type_string() }}
        ) as reason,
        person_leads.is_deleted,
        cast(person_leads.lead_rank as integer) as fill_rank
    from person_leads
    inner join latest_day
        on person_leads.scored_on = latest_day.scored_on
    inner join leads
        on person_leads.member_lead_id = leads.lead_id
    inner join primary_leads
        on person_leads.lead_id = primary_leads.lead_id
    where person_leads.member_lead_id <> person_leads.lead_id

)

select * from lead_duplicates
