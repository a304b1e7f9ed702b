-- Stages that hold a person on a day that this run settled, though they are not open to him and his score
-- is below their exit_score, or they have none; and stages that are open to him and do not hold him.

with

staged_days as (

    select * from {{ ref('int_stage_dates') }}

),

segment_stages as (

    select * from {{ ref('int_segment_stages') }}

),

held_stages as (

    select
        held_stages.scored_on,
        held_stages.person_id,
        held_stages.stage
    from {{ ref('int_active_stages') }} as held_stages
    inner join staged_days
        on
            held_stages.scored_on = staged_days.scored_on
            and held_stages.person_id = staged_days.person_id

),

open_stages as (

    select
        open_stages.scored_on,
        open_stages.person_id,
        open_stages.stage
    from {{ ref('int_qualified_stages') }} as open_stages
    inner join staged_days
        on
            open_stages.scored_on = staged_days.scored_on
            and open_stages.person_id = staged_days.person_id

),

both_sides as (

    select
        coalesce(held_stages.scored_on, open_stages.scored_on) as scored_on,
        coalesce(held_stages.person_id, open_stages.person_id) as person_id,
        coalesce(held_stages.stage, open_stages.stage) as stage,
        held_stages.stage is not null as is_held,
        open_stages.stage is not null as is_open
    from held_stages
    full outer join open_stages
        on
            held_stages.scored_on = open_stages.scored_on
            and held_stages.person_id = open_stages.person_id
            and held_stages.stage = open_stages.stage

),

wrong as (

    select
        both_sides.scored_on,
        both_sides.person_id,
        both_sides.stage,
        both_sides.is_held,
        both_sides.is_open,
        staged_days.score,
        segment_stages.exit_score
    from both_sides
    inner join staged_days
        on
            both_sides.scored_on = staged_days.scored_on
            and both_sides.person_id = staged_days.person_id
    left join segment_stages
        on
            staged_days.segment = segment_stages.segment
            and both_sides.stage = segment_stages.stage
    where
        not both_sides.is_held
        or (not both_sides.is_open and not coalesce(staged_days.score >= segment_stages.exit_score, false))

)

select * from wrong
