-- One row per active scorecard and lead that the CRM may know: what it should show of the person's score now.
{{ config(access='private') }}

with

crm_leads as (

    select * from {{ ref('int_crm_leads') }}

),

settings as (

    select * from {{ ref('stg_settings') }}
    where is_active

),

lead_scores as (

    select * from {{ ref('lead_scores') }}

),

follow_up_queue as (

    select * from {{ ref('follow_up_queue') }}

),

-- Whose score a lead shows is a column: engines join by columns that are equal, and row by row for anything
-- else.
shown_people as (

    select
        settings.scorecard,
        crm_leads.lead_id,
        crm_leads.crm_object,
        case when crm_leads.shows_score then crm_leads.person_id end as shown_person_id
    from crm_leads
    cross join settings

),

crm_lead_states as (

    select
        shown_people.scorecard,
        shown_people.lead_id,
        shown_people.crm_object,
        lead_scores.lead_id as primary_lead_id,
        case when lead_scores.person_id is null then 'clear' else 'upsert' end as sync_operation,
        cast(round(lead_scores.score) as integer) as score,
        lead_scores.grade,
        lead_scores.stage,
        case
            when lead_scores.disqualification_reason is null then lead_scores.top_reasons
            else 'Disqualified: ' || lead_scores.disqualification_reason || '. ' || lead_scores.top_reasons
        end as reasons,
        lead_scores.disqualification_reason,
        follow_up_queue.action as next_action,
        follow_up_queue.due_at,
        lead_scores.is_holdout,
        lead_scores.sales_status,
        case when lead_scores.is_owner_assigned then lead_scores.owner_id end as suggested_owner_id,
        lead_scores.rulebook_version
    from shown_people
    left join lead_scores
        on
            shown_people.scorecard = lead_scores.scorecard
            and shown_people.shown_person_id = lead_scores.person_id
    left join follow_up_queue
        on
            lead_scores.scorecard = follow_up_queue.scorecard
            and lead_scores.person_id = follow_up_queue.person_id

)

select * from crm_lead_states
