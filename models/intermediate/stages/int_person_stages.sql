-- One row per scorecard, kept scoring day and person: the stage, and the first scored day of the stay in it.
{{ config(
    materialized='incremental', full_refresh=false, partition_by=partition_column('scored_on'),
    pre_hook=[
        pre_hook_delete("{{ delete_later_dates() }}"),
        pre_hook_delete("{{ delete_rescored_leads() }}"),
        pre_hook_delete("{{ delete_unwanted_dates() }}")
    ]
) }}

with

stage_dates as (

    select * from {{ ref('int_stage_dates') }}

),

segment_stages as (

    select * from {{ ref('int_segment_stages') }}

),

active_stages as (

    select * from {{ ref('int_active_stages') }}

),

-- If no stage is active: the highest of those open to all, or else the lowest of all.
ranked_floors as (

    select
        scorecard,
        segment,
        stage,
        stage_rank,
        is_always_open,
        row_number() over (
            partition by scorecard, segment
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
        stage_dates.scorecard,
        stage_dates.scored_on,
        stage_dates.person_id,
        ranked_floors.stage,
        row_number() over (
            partition by stage_dates.scorecard, stage_dates.scored_on, stage_dates.person_id
            order by
                case when ranked_floors.is_always_open or active_stages.stage is not null then 0 else 1 end asc,
                ranked_floors.stage_rank desc,
                {{ text_order('ranked_floors.stage') }} asc
        ) as stage_choice
    from stage_dates
    inner join ranked_floors
        on
            stage_dates.scorecard = ranked_floors.scorecard
            and stage_dates.segment = ranked_floors.segment
    left join active_stages
        on
            {{ same_person_day('stage_dates', 'active_stages') }}
            and ranked_floors.stage = active_stages.stage
    where
        ranked_floors.floor_choice = 1
        or active_stages.stage is not null

),

stages as (

    select
        stage_dates.scorecard,
        stage_dates.scored_on,
        stage_dates.person_id,
        stage_dates.previous_scored_on,
        case when stage_dates.is_disqualified then 'disqualified' else ranked_stages.stage end as stage,
        cast(null as date) as entered_on
    from stage_dates
    inner join ranked_stages
        on {{ same_person_day('stage_dates', 'ranked_stages') }}
    where ranked_stages.stage_choice = 1
    {% if is_incremental() %}

    union all

    -- The stay that the first of these days may continue.
    select
        stays_before.scorecard,
        stays_before.scored_on,
        stays_before.person_id,
        cast(null as date) as previous_scored_on,
        stays_before.stage,
        stays_before.stage_entered_on as entered_on
    from {{ this }} as stays_before
    inner join stage_dates
        on
            stays_before.scorecard = stage_dates.scorecard
            and stays_before.person_id = stage_dates.person_id
            and stays_before.scored_on = stage_dates.previous_scored_on
    {% endif %}

),

compared as (

    select
        *,
        lag(scored_on) over (partition by scorecard, person_id order by scored_on) as scored_before,
        lag(stage) over (partition by scorecard, person_id order by scored_on) as stage_before
    from stages

),

stays as (

    select
        scorecard,
        scored_on,
        person_id,
        stage,
        max(
            case
                when scored_before = previous_scored_on and stage_before = stage then null
                else coalesce(entered_on, scored_on)
            end
        ) over (
            partition by scorecard, person_id order by scored_on rows between unbounded preceding and current row
        ) as stage_entered_on
    from compared

),

person_stages as (

    select
        stays.scorecard,
        stays.scored_on,
        stays.person_id,
        stays.stage,
        stays.stage_entered_on
    from stays
    inner join stage_dates
        on {{ same_person_day('stays', 'stage_dates') }}

)

select * from person_stages
