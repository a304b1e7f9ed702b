-- One row per kept scoring day and person who has several leads: the first of them. It stays the same when
-- the primary changes or later leads are merged in, so that it can stand for the person across days.

with

person_members as (

    select * from {{ ref('int_person_members') }}

),

lead_versions as (

    select * from {{ ref('int_lead_versions') }}

),

created as (

    select
        lead_id,
        min(created_on) as created_on
    from lead_versions
    group by lead_id

),

ranked as (

    select
        person_members.scored_on,
        person_members.lead_id,
        person_members.member_lead_id,
        row_number() over (
            partition by person_members.scored_on, person_members.lead_id
            order by created.created_on asc nulls last, {{ text_order('person_members.member_lead_id') }} asc
        ) as lead_number
    from person_members
    left join created
        on person_members.member_lead_id = created.lead_id

),

founders as (

    select
        scored_on,
        lead_id,
        member_lead_id as founder_lead_id
    from ranked
    where lead_number = 1

)

select * from founders
