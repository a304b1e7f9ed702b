-- One row per kept scoring day, person and stage that holds him: it opened on the day, or on one before and
-- his score has not fallen below its exit_score since. On a day without a score a stage lets go.
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

open_stages as (

    select * from {{ ref('int_open_stages') }}

),

-- What held the person on the day before the first of these.
held_before as (

    {% if is_incremental() %}
    select
        held.scored_on,
        held.person_id,
        held.stage
    from {{ this }} as held
    inner join staged_days
        on
            held.person_id = staged_days.person_id
            and held.scored_on = staged_days.previous_scored_on
    {% else %}
    select
        scored_on,
        person_id,
        stage
    from open_stages
    where 1 = 0
    {% endif %}

),

-- Only stages that opened, or held the person before, can hold him.
candidates as (

    select
        open_stages.person_id,
        open_stages.stage
    from open_stages
    inner join staged_days
        on
            open_stages.scored_on = staged_days.scored_on
            and open_stages.person_id = staged_days.person_id

    union distinct

    select
        person_id,
        stage
    from held_before

),

judged as (

    select
        staged_days.scored_on,
        staged_days.previous_scored_on,
        candidates.person_id,
        candidates.stage,
        case when open_stages.stage is not null then staged_days.scored_on end as opened_on,
        case
            when open_stages.stage is not null then null
            when staged_days.score >= segment_stages.exit_score then null
            else staged_days.scored_on
        end as let_go_on
    from candidates
    inner join staged_days
        on candidates.person_id = staged_days.person_id
    left join segment_stages
        on
            staged_days.segment = segment_stages.segment
            and candidates.stage = segment_stages.stage
    left join open_stages
        on
            staged_days.scored_on = open_stages.scored_on
            and candidates.person_id = open_stages.person_id
            and candidates.stage = open_stages.stage

    union all

    select
        scored_on,
        cast(null as date) as previous_scored_on,
        person_id,
        stage,
        scored_on as opened_on,
        cast(null as date) as let_go_on
    from held_before

),

-- A day without a score in between lets go as well.
gaps as (

    select
        *,
        case
            when previous_scored_on <> lag(scored_on) over (partition by person_id, stage order by scored_on)
                then previous_scored_on
        end as missed_on
    from judged

),

latest as (

    select
        scored_on,
        previous_scored_on,
        person_id,
        stage,
        max(opened_on) over (
            partition by person_id, stage order by scored_on rows between unbounded preceding and current row
        ) as last_opened_on,
        max(greatest(coalesce(let_go_on, missed_on), coalesce(missed_on, let_go_on))) over (
            partition by person_id, stage order by scored_on rows between unbounded preceding and current row
        ) as last_let_go_on
    from gaps

),

held_stages as (

    select
        latest.scored_on,
        latest.person_id,
        latest.stage
    from latest
    inner join staged_days
        on
            latest.scored_on = staged_days.scored_on
            and latest.person_id = staged_days.person_id
    where
        latest.last_opened_on > coalesce(latest.last_let_go_on, cast('0001-01-01' as date))

)

select * from held_stages
