-- Leads for which the CRM would show something different from the scores and the queue. A score may differ by
-- less than the setting min_score_change.

with

crm_lead_score_sync as (

    select * from {{ ref('crm_lead_score_sync') }}
    where sync_operation = 'upsert'

),

lead_scores as (

    select * from {{ ref('lead_scores') }}

),

follow_up_queue as (

    select * from {{ ref('follow_up_queue') }}

),

wrong as (

    select
        crm_lead_score_sync.lead_id,
        crm_lead_score_sync.score,
        lead_scores.score as score_now,
        crm_lead_score_sync.stage,
        lead_scores.stage as stage_now
    from crm_lead_score_sync
    inner join {{ ref('stg_settings') }} as settings
        on crm_lead_score_sync.scorecard = settings.scorecard
    left join lead_scores
        on
            crm_lead_score_sync.scorecard = lead_scores.scorecard
            and crm_lead_score_sync.primary_lead_id = lead_scores.lead_id
    left join follow_up_queue
        on
            crm_lead_score_sync.scorecard = follow_up_queue.scorecard
            and crm_lead_score_sync.primary_lead_id = follow_up_queue.lead_id
    where
        lead_scores.lead_id is null
        or crm_lead_score_sync.stage <> lead_scores.stage
        or crm_lead_score_sync.grade <> lead_scores.grade
        or abs(crm_lead_score_sync.score - round(lead_scores.score)) >= settings.min_score_change
        or not {{ is_same('crm_lead_score_sync.next_action', 'follow_up_queue.action') }}
        or not {{ is_same('crm_lead_score_sync.due_at', 'follow_up_queue.due_at') }}
        or not {{ is_same('crm_lead_score_sync.sales_status', 'lead_scores.sales_status') }}
        or not {{ is_same('crm_lead_score_sync.disqualification_reason', 'lead_scores.disqualification_reason') }}
        or (
            lead_scores.is_owner_assigned
            and not {{ is_same('crm_lead_score_sync.suggested_owner_id', 'lead_scores.owner_id') }}
        )
        or (not lead_scores.is_owner_assigned and crm_lead_score_sync.suggested_owner_id is not null)

)

select * from wrong
