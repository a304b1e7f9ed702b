-- One row per lead whose scores on days scored before may no longer hold, from rescore_from on: the lead or
-- one of its family changed, events came late, or outcomes that rules ask for changed.

with

{% set causes = ['int_changed_leads', 'int_late_event_leads', 'int_changed_outcome_leads'] %}
families as (

    select * from {{ ref('int_lead_families') }}

),

changes as (

    {% for cause in causes %}
    select
        lead_id,
        changed_from
    from {{ ref(cause) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

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
