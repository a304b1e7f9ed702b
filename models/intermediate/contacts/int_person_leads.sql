-- One row per scorecard, person scored on the latest day and lead of the person: the lead's data on that day.
{{ config(materialized='view') }}

with

people as (

    select scored_people.*
    from {{ ref('int_scored_people') }} as scored_people
    inner join {{ ref('int_scoring_dates') }} as scoring_dates
        on
            scored_people.scorecard = scoring_dates.scorecard
            and scored_people.scored_on = scoring_dates.scored_on
    where scoring_dates.is_latest

),

lead_person_map as (

    select * from {{ ref('int_lead_person_map') }}

),

lead_versions as (

    select * from {{ ref('int_lead_versions') }}

),

-- A person of one lead has no row in int_lead_person_map.
person_leads as (

    select
        people.scorecard,
        people.person_id,
        people.scored_on,
        people.segment,
        people.phone_closed_reason,
        people.email_closed_reason,
        coalesce(lead_person_map.merge_rank, 1) as merge_rank,
        lead_versions.lead_id,
        lead_versions.owner_id,
        lead_versions.company_name,
        lead_versions.website,
        lead_versions.job_title,
        lead_versions.country,
        lead_versions.industry,
        lead_versions.phone,
        lead_versions.email,
        lead_versions.has_valid_email,
        lead_versions.do_not_contact
    from people
    left join lead_person_map
        on
            people.person_id = lead_person_map.person_id
            and people.scored_on = lead_person_map.scored_on
    inner join lead_versions
        on
            coalesce(lead_person_map.lead_id, people.lead_id) = lead_versions.lead_id
            and people.scored_on >= lead_versions.valid_from
            and people.scored_on < lead_versions.valid_to

)

select * from person_leads
