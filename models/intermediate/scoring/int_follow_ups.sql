-- One row per person on the latest day: since when the stage and the rise have been known, and by when to
-- act. A stage that people were told of keeps its day and its due time, whatever an edit of the rulebook or
-- late data would now say of the past: nobody is called twice for it.

with

latest_day as (

    select * from {{ ref('int_latest_day') }}

),

person_stages as (

    select * from {{ ref('int_person_stages') }}

),

scored_people as (

    select * from {{ ref('int_scored_people') }}

),

segment_stages as (

    select * from {{ ref('int_segment_stages') }}

),

week_changes as (

    select * from {{ ref('int_week_changes') }}

),

due_times as (

    select * from {{ ref('int_due_times') }}

),

told as (

    {{ own_last_run() }}

),

stays as (

    select
        person_stages.person_id,
        person_stages.scored_on,
        person_stages.stage,
        case
            when told.stage = person_stages.stage then told.stage_entered_on
            else person_stages.stage_entered_on
        end as stage_entered_on,
        case when told.stage = person_stages.stage then told.due_at end as told_due_at,
        segment_stages.follow_up_hours,
        case
            when week_changes.is_rising then coalesce(told.rising_since, person_stages.scored_on)
        end as rising_since
    from person_stages
    inner join latest_day
        on person_stages.scored_on = latest_day.scored_on
    inner join scored_people
        on
            person_stages.scored_on = scored_people.scored_on
            and person_stages.person_id = scored_people.person_id
    left join segment_stages
        on
            scored_people.segment = segment_stages.segment
            and person_stages.stage = segment_stages.stage
    left join week_changes
        on person_stages.person_id = week_changes.person_id
    left join told
        on person_stages.person_id = told.person_id

),

follow_ups as (

    select
        stays.person_id,
        stays.stage,
        stays.stage_entered_on,
        coalesce(stays.told_due_at, due_times.due_at) as due_at,
        stays.rising_since
    from stays
    left join due_times
        on
            stays.stage_entered_on = due_times.entered_on
            and stays.follow_up_hours = due_times.follow_up_hours

)

select * from follow_ups
