-- One row per scoring day and person to score: those with a lead that is not deleted.

with

person_leads as (

    select * from {{ ref('int_person_leads') }}

),

people as (

    select
        scored_on,
        lead_id,
        min(created_on) as first_created_on,
        count(*) as lead_count
    from person_leads
    group by scored_on, lead_id
    having min(case when is_deleted then 1 else 0 end) = 0

)

select * from people
