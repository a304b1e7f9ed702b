-- Duplicates whose primary lead is itself a duplicate, or has no score though one of the person's leads
-- is not deleted.

with

lead_duplicates as (

    select * from {{ ref('lead_duplicates') }}

),

lead_scores as (

    select * from {{ ref('lead_scores') }}

),

leads as (

    select * from {{ ref('stg_leads') }}

),

deleted_leads as (

    select lead_id from leads
    where is_deleted

),

wrong as (

    select
        lead_duplicates.lead_id,
        lead_duplicates.primary_lead_id
    from lead_duplicates
    left join lead_scores
        on lead_duplicates.primary_lead_id = lead_scores.lead_id
    left join deleted_leads
        on lead_duplicates.primary_lead_id = deleted_leads.lead_id
    left join lead_duplicates as primary_duplicates
        on lead_duplicates.primary_lead_id = primary_duplicates.lead_id
    left join lead_scores as own_scores
        on lead_duplicates.lead_id = own_scores.lead_id
    where
        (lead_scores.lead_id is null and deleted_leads.lead_id is null)
        or primary_duplicates.lead_id is not null
        or own_scores.lead_id is not null

)

select * from wrong
