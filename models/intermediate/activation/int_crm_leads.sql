-- One row per lead that the CRM may know, which is every lead the input ever held: whose score it shows. For
-- erased people, the leads that the CRM has yet to clear.

with

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

)

select * from crm_leads
