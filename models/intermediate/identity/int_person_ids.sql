-- One row per lead that came to a person known before it and is older than the person's id: the id that the
-- person keeps. Scores, history and the hold-out go on under it, whatever arrives late.

with

latest_day as (

    select distinct scored_on
    from {{ ref('int_scoring_dates') }}
    where is_latest

),

components as (

    select distinct
        scored_on,
        lead_id,
        component_label
    from {{ ref('int_identity_components') }}

),

latest_leads as (

    select
        lead_days.lead_id,
        lead_days.first_created_on,
        lead_days.first_seen_on,
        components.component_label
    from {{ ref('int_lead_days') }} as lead_days
    inner join latest_day
        on lead_days.scored_on = latest_day.scored_on
    inner join components
        on
            lead_days.scored_on = components.scored_on
            and lead_days.lead_id = components.lead_id

),

previous_ids as (

    {{ previous_self() }}

),

known_leads as (

    select distinct lead_id from {{ ref('int_lead_versions') }}

),

-- The lead that was known first is the id of the person.
first_known as (

    select
        component_label,
        lead_id,
        first_created_on,
        first_seen_on,
        row_number() over (
            partition by component_label
            order by first_seen_on asc, first_created_on asc, {{ text_order('lead_id') }} asc
        ) as seen_rank
    from latest_leads

),

late_leads as (

    select
        latest_leads.lead_id,
        first_known.lead_id as person_id
    from latest_leads
    inner join first_known
        on
            latest_leads.component_label = first_known.component_label
            and latest_leads.first_seen_on > first_known.first_seen_on
            and latest_leads.first_created_on <= first_known.first_created_on
    where first_known.seen_rank = 1

),

-- An id once kept stays, as long as the input has both leads.
kept_ids as (

    select
        previous_ids.lead_id,
        previous_ids.person_id
    from previous_ids
    inner join known_leads
        on previous_ids.lead_id = known_leads.lead_id
    inner join known_leads as id_leads
        on previous_ids.person_id = id_leads.lead_id

    union all

    select
        late_leads.lead_id,
        late_leads.person_id
    from late_leads
    left join previous_ids
        on late_leads.lead_id = previous_ids.lead_id
    where previous_ids.lead_id is null

)

select * from kept_ids
