-- One row per kept scoring day and person: the stage, and the first scored day of the stay in it.
{{ config(
    materialized='incremental', full_refresh=false, partition_by=partition_column('scored_on'),
    pre_hook=[
        before_writing("{{ forget_days_after() }}"),
        before_writing("{{ forget_touched_leads() }}"),
        before_writing("{{ forget_stray_days() }}")
    ]
) }}

with

staged_days as (

    select * from {{ ref('int_staged_days') }}

),

segment_stages as (

    select * from {{ ref('int_segment_stages') }}

),

held_stages as (

    select * from {{ ref('int_held_stages') }}

),

-- Where no stage holds the person: the highest of those open to all, or else the lowest of all.
ranked_floors as (

    select
        segment,
        stage,
        stage_rank,
        is_always_open,
        row_number() over (
            partition by segment
            order by
                is_always_open desc,
                case when is_always_open then stage_rank end desc nulls last,
                stage_rank asc,
                {{ text_order('stage') }} asc
        ) as floor_choice
    from segment_stages

),

ranked_stages as (

    select
        staged_days.scored_on,
        staged_days.person_id,
        ranked_floors.stage,
        row_number() over (
            partition by staged_days.scored_on, staged_days.person_id
            order by
                case when ranked_floors.is_always_open or held_stages.stage is not null then 0 else 1 end asc,
                ranked_floors.stage_rank desc,
                {{ text_order('ranked_floors.stage') }} asc
        ) as stage_choice
    from staged_days
    inner join ranked_floors
        on staged_days.segment = ranked_floors.segment
    left join held_stages
        on
            staged_days.scored_on = held_stages.scored_on
            and staged_days.person_id = held_stages.person_id
            and ranked_floors.stage = held_stages.stage
    where
        ranked_floors.floor_choice = 1
        or held_stages.stage is not null

),

stages as (

    select
        staged_days.scored_on,
        staged_days.person_id,
        staged_days.previous_scored_on,
        case when staged_days.is_disqualified then 'disqualified' else ranked_stages.stage end as stage,
        cast(null as date) as entered_on
    from staged_days
    inner join ranked_stages
        on
            staged_days.scored_on = ranked_stages.scored_on
            and staged_days.person_id = ranked_stages.person_id
    where ranked_stages.stage_choice = 1
    {% if is_incremental() %}

    union all

    -- The stay that the first of these days may go on with.
    select
        stays_before.scored_on,
        stays_before.person_id,
        cast(null as date) as previous_scored_on,
        stays_before.stage,
        stays_before.stage_entered_on as entered_on
    from {{ this }} as stays_before
    inner join staged_days
        on
            stays_before.person_id = staged_days.person_id
            and stays_before.scored_on = staged_days.previous_scored_on
    {% endif %}

),

compared as (

    select
        *,
        lag(scored_on) over (partition by person_id order by scored_on) as scored_before,
        lag(stage) over (partition by person_id order by scored_on) as stage_before
    from stages

),

stays as (

    select
        scored_on,
        person_id,
        stage,
        max(
            case
                when scored_before = previous_scored_on and stage_before = stage then null
                else coalesce(entered_on, scored_on)
            end
        ) over (
            partition by person_id order by scored_on rows between unbounded preceding and current row
        ) as stage_entered_on
    from compared

),

person_stages as (

    select
        stays.scored_on,
        stays.person_id,
        stays.stage,
        stays.stage_entered_on
    from stays
    inner join staged_days
        on
            stays.scored_on = staged_days.scored_on
            and stays.person_id = staged_days.person_id

)

select * from person_stages
