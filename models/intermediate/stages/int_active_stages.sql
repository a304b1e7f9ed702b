-- One row per scorecard, kept scoring day, person and stage that is active: the person qualified on the day,
-- or on one before and the score has not fallen below its exit_score since. A day without a score ends it.
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

qualified_stages as (

    select * from {{ ref('int_qualified_stages') }}

),

-- Stages that were active on the day before the first of these.
active_before as (

    {% if is_incremental() %}
    select
        active.scorecard,
        active.scored_on,
        active.person_id,
        active.stage
    from {{ this }} as active
    inner join stage_dates
        on
            active.scorecard = stage_dates.scorecard
            and active.person_id = stage_dates.person_id
            and active.scored_on = stage_dates.previous_scored_on
    {% else %}
    select
        scorecard,
        scored_on,
        person_id,
        stage
    from qualified_stages
    where 1 = 0
    {% endif %}

),

-- Only stages that the person qualified for, or that were active before, can be active.
candidates as (

    select
        qualified_stages.scorecard,
        qualified_stages.person_id,
        qualified_stages.stage
    from qualified_stages
    inner join stage_dates
        on {{ same_person_day('qualified_stages', 'stage_dates') }}

    union distinct

    select
        scorecard,
        person_id,
        stage
    from active_before

),

validated as (

    select
        stage_dates.scorecard,
        stage_dates.scored_on,
        stage_dates.previous_scored_on,
        candidates.person_id,
        candidates.stage,
        case when qualified_stages.stage is not null then stage_dates.scored_on end as qualified_on,
        case
            when qualified_stages.stage is not null then null
            when stage_dates.score >= segment_stages.exit_score then null
            else stage_dates.scored_on
        end as ended_on
    from candidates
    inner join stage_dates
        on
            candidates.scorecard = stage_dates.scorecard
            and candidates.person_id = stage_dates.person_id
    left join segment_stages
        on
            stage_dates.scorecard = segment_stages.scorecard
            and stage_dates.segment = segment_stages.segment
            and candidates.stage = segment_stages.stage
    left join qualified_stages
        on
            {{ same_person_day('stage_dates', 'qualified_stages') }}
            and candidates.stage = qualified_stages.stage

    union all

    select
        scorecard,
        scored_on,
        cast(null as date) as previous_scored_on,
        person_id,
        stage,
        scored_on as qualified_on,
        cast(null as date) as ended_on
    from active_before

),

-- A day without a score in between ends a stage as well.
gaps as (

    select
        *,
        case
            when previous_scored_on <> lag(scored_on) over (partition by scorecard, person_id, stage order by scored_on)
                then previous_scored_on
        end as missed_on
    from validated

),

latest as (

    select
        scorecard,
        scored_on,
        previous_scored_on,
        person_id,
        stage,
        max(qualified_on) over (
            partition by scorecard, person_id, stage order by scored_on rows between unbounded preceding and current row
        ) as last_qualified_on,
        max(greatest(coalesce(ended_on, missed_on), coalesce(missed_on, ended_on))) over (
            partition by scorecard, person_id, stage order by scored_on rows between unbounded preceding and current row
        ) as last_ended_on
    from gaps

),

active_stages as (

    select
        latest.scorecard,
        latest.scored_on,
        latest.person_id,
        latest.stage
    from latest
    inner join stage_dates
        on {{ same_person_day('latest', 'stage_dates') }}
    where
        latest.last_qualified_on > coalesce(latest.last_ended_on, cast('0001-01-01' as date))

)

select * from active_stages
