-- One row per lead whose scores on days scored before may no longer hold, from touched_from on: itself or
-- one of its family changed, events came late, or outcomes that rules ask for are other ones.

with

changed_leads as (

    select * from {{ ref('int_changed_leads') }}

),

late_leads as (

    select * from {{ ref('int_late_event_leads') }}

),

changed_outcome_leads as (

    select * from {{ ref('int_changed_outcome_leads') }}

),

families as (

    select * from {{ ref('int_lead_families') }}

),

changes as (

    select
        lead_id,
        changed_from
    from changed_leads

    union all

    select
        lead_id,
        changed_from
    from late_leads

    union all

    select
        lead_id,
        changed_from
    from changed_outcome_leads

),

touched_families as (

    select
        coalesce(families.family_label, changes.lead_id) as family_label,
        min(changes.changed_from) as touched_from
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

touched_leads as (

    select
        members.lead_id,
        touched_families.touched_from
    from members
    inner join touched_families
        on members.family_label = touched_families.family_label

)

select * from touched_leads
