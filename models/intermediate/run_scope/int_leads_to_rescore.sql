-- One row per lead whose scores on days scored before may no longer hold, from rescore_from on: the lead or
-- one of its family changed, events came late, or outcomes that rules ask for changed.

with

{% set recorded = previous_run('state_outcomes') %}
outcomes as (

    select * from {{ ref('int_lead_outcomes') }}
    where is_in_rules

),

families as (

    select distinct
        lead_id,
        family_label
    from {{ ref('int_lead_families') }}

),

known_outcomes as (

    select recorded_outcomes.* from {{ recorded or 'outcomes' }} as recorded_outcomes

),

changed_outcomes as (

    select
        coalesce(outcomes.lead_id, known_outcomes.lead_id) as lead_id,
        coalesce(outcomes.occurred_on, known_outcomes.occurred_on) as changed_from
    from outcomes
    full outer join known_outcomes
        on
            outcomes.outcome_id = known_outcomes.outcome_id
            and outcomes.lead_id = known_outcomes.lead_id
            and outcomes.outcome = known_outcomes.outcome
            and outcomes.occurred_at = known_outcomes.occurred_at
    where outcomes.outcome_id is null or known_outcomes.outcome_id is null

),

changes as (

    select
        lead_id,
        changed_from
    from {{ ref('int_changed_leads') }}

    union all

    select
        lead_id,
        changed_from
    from {{ ref('int_late_event_leads') }}

    union all

    select
        lead_id,
        changed_from
    from changed_outcomes

),

changed_families as (

    select
        coalesce(families.family_label, changes.lead_id) as family_label,
        min(changes.changed_from) as rescore_from
    from changes
    left join families
        on changes.lead_id = families.lead_id
    group by coalesce(families.family_label, changes.lead_id)

),

members as (

    select
        lead_id,
        family_label
    from families

    union distinct

    select
        changes.lead_id,
        changes.lead_id as family_label
    from changes
    left join families
        on changes.lead_id = families.lead_id
    where families.lead_id is null

),

leads_to_rescore as (

    select
        members.lead_id,
        changed_families.rescore_from
    from members
    inner join changed_families
        on members.family_label = changed_families.family_label

)

select * from leads_to_rescore
