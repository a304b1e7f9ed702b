-- Leads of the input without a row for the CRM, and scored people whose primary lead does not show the score.

with

leads as (

    select
        settings.scorecard,
        leads.lead_id,
        leads.created_on
    from {{ ref('stg_leads') }} as leads
    cross join {{ ref('stg_settings') }} as settings
    where settings.is_active

),

latest_day as (

    select distinct scored_on
    from {{ ref('int_scoring_dates') }}
    where is_latest

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
        on
            leads.scorecard = crm_lead_score_sync.scorecard
            and leads.lead_id = crm_lead_score_sync.lead_id
    left join lead_scores
        on
            leads.scorecard = lead_scores.scorecard
            and leads.lead_id = lead_scores.lead_id
    where
        crm_lead_score_sync.lead_id is null
        or (lead_scores.lead_id is not null and crm_lead_score_sync.sync_operation <> 'upsert')

)

select * from wrong
