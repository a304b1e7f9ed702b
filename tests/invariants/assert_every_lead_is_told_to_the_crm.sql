-- Leads of the input without a row for the CRM, and people scored whose primary lead is not to show it.

with

leads as (

    select * from {{ ref('stg_leads') }}

),

latest_day as (

    select * from {{ ref('int_latest_day') }}

),

crm_lead_score_sync as (

    select * from {{ ref('crm_lead_score_sync') }}

),

lead_scores as (

    select * from {{ ref('lead_scores') }}

),

wrong as (

    select
        leads.lead_id,
        crm_lead_score_sync.sync_operation
    from leads
    inner join latest_day
        on leads.created_on <= latest_day.scored_on
    left join crm_lead_score_sync
        on leads.lead_id = crm_lead_score_sync.lead_id
    left join lead_scores
        on leads.lead_id = lead_scores.lead_id
    where
        crm_lead_score_sync.lead_id is null
        or (lead_scores.lead_id is not null and crm_lead_score_sync.sync_operation <> 'upsert')

)

select * from wrong
