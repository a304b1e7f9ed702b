-- One row per closed task or meeting in Salesforce and person it is about, whichever of them it names.
{{ config(enabled=is_source('salesforce')) }}

with

people as (

    select * from {{ ref('stg_salesforce__people') }}

),

tasks as (

    select * from ({{ source_rows('salesforce', 'task') }}) as all_tasks
    where is_closed and not coalesce(is_deleted, false)

),

-- A meeting has a row for each attendee (is_child) beside its own.
meetings as (

    select * from ({{ source_rows('salesforce', 'event') }}) as all_events
    where not coalesce(is_child, false) and not coalesce(is_deleted, false)

),

-- An activity names a lead or a contact, synced or not; what it is related to may also be a user or an account.
named as (

    select
        activity_id,
        person_id
    from tasks
    where person_id is not null

    union distinct

    select
        activity_id,
        person_id
    from meetings
    where person_id is not null

    {% for entity in ['task_relation', 'event_relation'] %}
    union distinct

    select
        related.activity_id,
        related.person_id
    from ({{ source_rows('salesforce', entity) }}) as related
    inner join people
        on related.person_id = people.person_id
    where not coalesce(related.is_deleted, false)

    {% endfor %}
),

{%- set of_task = {'call_disposition': 'disposition', 'task_type': 'kind'} %}
{%- set of_meeting = {'meeting_type': "coalesce(kind, 'Event')"} %}

activities as (

    select
        activity_id,
        'task' as usual_type,
        occurred_at,
        case when disposition is not null then 'call_disposition' else 'task_type' end as field,
        coalesce(disposition, kind) as value,
        source_loaded_at,
        {{ mapped_event('salesforce', of_task) }} as mapped_type
    from tasks

    union all

    select
        activity_id,
        'meeting_booked' as usual_type,
        occurred_at,
        'meeting_type' as field,
        coalesce(kind, 'Event') as value,
        source_loaded_at,
        {{ mapped_event('salesforce', of_meeting) }} as mapped_type
    from meetings

),

by_person as (

    select
        'salesforce:activity:' || activities.activity_id || ':' || named.person_id as event_id,
        coalesce(activities.mapped_type, activities.usual_type) as event_type,
        activities.occurred_at,
        named.person_id,
        activities.field,
        activities.value,
        activities.source_loaded_at,
        activities.mapped_type is not null as is_mapped
    from activities
    inner join named
        on activities.activity_id = named.activity_id

)

select * from by_person
