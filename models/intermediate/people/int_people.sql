-- One row per scoring day and person to score: those with a lead that is not deleted.

with

lead_person_map as (

    select * from {{ ref('int_lead_person_map_this_run') }}

),

people as (

    select
        scored_on,
        person_id,
        max(case when merge_rank = 1 then lead_id end) as lead_id,
        min(created_on) as first_created_on,
        count(*) as lead_count
    from lead_person_map
    group by scored_on, person_id
    having min(case when is_deleted then 1 else 0 end) = 0

)

select * from people
