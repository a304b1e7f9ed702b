-- One row per lead that is not the primary lead of its person on the latest scoring day: the person, and why.

with

latest_day as (

    select distinct scored_on
    from {{ ref('int_scoring_dates') }}
    where is_latest

),

lead_person_map as (

    select * from {{ ref('int_lead_person_map') }}

),

leads as (

    select * from {{ ref('stg_leads') }}

),

primary_leads as (

    select * from {{ ref('stg_leads') }}

),

lead_duplicates as (

    select
        lead_person_map.lead_id,
        lead_person_map.person_id,
        lead_person_map.primary_lead_id,
        lead_person_map.scored_on,
        cast(
            case
                when leads.merged_into_lead_id = lead_person_map.primary_lead_id then 'merged into the primary lead'
                when primary_leads.merged_into_lead_id = leads.lead_id
                    then 'the primary lead was merged into it'
                when leads.has_valid_email and leads.email = primary_leads.email
                    then 'same email address as the primary lead'
                else 'joined to the primary lead through other leads'
            end as {{ dbt.type_string() }}
        ) as reason,
        lead_person_map.is_deleted,
        lead_person_map.merge_rank
    from lead_person_map
    inner join latest_day
        on lead_person_map.scored_on = latest_day.scored_on
    inner join leads
        on lead_person_map.lead_id = leads.lead_id
    inner join primary_leads
        on lead_person_map.primary_lead_id = primary_leads.lead_id
    where lead_person_map.lead_id <> lead_person_map.primary_lead_id

)

select * from lead_duplicates
