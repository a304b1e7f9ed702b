-- One row per active scorecard and lead that the CRM may know: what it should show of the person's score now.
{{ config(access='private') }}

with

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

latest_day as (

    select distinct scored_on
    from {{ ref('int_scoring_dates') }}
    where is_latest

),

-- The snapshot never forgets a lead, also when the input does.
known_leads as (

    select
        lead_id,
        min(created_on) as created_on
    from {{ ref('lead_snapshot') }}
    group by lead_id

),

lead_versions as (

    select * from {{ ref('int_lead_versions') }}

),

lead_person_map as (

    select * from {{ ref('int_lead_person_map') }}

),

described as (

    select
        known_leads.lead_id,
        coalesce(lead_person_map.person_id, known_leads.lead_id) as person_id,
        coalesce(lead_person_map.primary_lead_id, known_leads.lead_id) as primary_lead_id,
        lead_versions.lead_id is not null and not lead_versions.is_deleted as is_there,
        lead_versions.merged_into_lead_id is not null as is_merged,
        {% if 'crm_object' in custom_attributes() -%} lead_versions.crm_object
        {%- else -%} cast(null as {{ dbt.type_string() }}) {%- endif %} as given_object
    from known_leads
    inner join latest_day
        on known_leads.created_on <= latest_day.scored_on
    left join lead_versions
        on
            known_leads.lead_id = lead_versions.lead_id
            and latest_day.scored_on >= lead_versions.valid_from
            and latest_day.scored_on < lead_versions.valid_to
    left join lead_person_map
        on
            known_leads.lead_id = lead_person_map.lead_id
            and latest_day.scored_on = lead_person_map.scored_on

),

leads_to_clear as (

    select leads_to_clear.lead_id
    from {{ ref('stg_leads_to_clear') }} as leads_to_clear
    left join described
        on leads_to_clear.lead_id = described.lead_id
    where described.lead_id is null

),

crm_leads as (

    select
        lead_id,
        person_id,
        primary_lead_id,
        coalesce(given_object, {{ crm_object_by_prefix('lead_id') }}) as crm_object,
        -- Merged into a lead that the input does not hold (yet), it still stands for the person.
        is_there and (not is_merged or lead_id = primary_lead_id) as shows_score
    from described

    union all

    select
        lead_id,
        lead_id as person_id,
        lead_id as primary_lead_id,
        {{ crm_object_by_prefix('lead_id') }} as crm_object,
        false as shows_score
    from leads_to_clear

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
