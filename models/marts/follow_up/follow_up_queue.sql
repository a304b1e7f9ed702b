-- One row per scorecard and person sales should act on: what to do, by when, and why; the most urgent first.

with

lead_scores as (

    select * from {{ ref('lead_scores') }}

),

-- A challenger is scored, and in no queue.
settings as (

    select * from {{ ref('stg_settings') }}
    where is_active

),

segment_stages as (

    select * from {{ ref('int_segment_stages') }}
    where follow_up_action is not null

),

closed_people as (

    select * from {{ ref('int_closed_people') }}

),

follow_ups as (

    select * from {{ ref('int_follow_ups') }}

),

due as (

    select
        lead_scores.scorecard,
        lead_scores.person_id,
        lead_scores.lead_id,
        lead_scores.scored_on,
        lead_scores.segment,
        lead_scores.score,
        lead_scores.grade,
        lead_scores.stage,
        segment_stages.stage_rank,
        follow_ups.stage_entered_on,
        segment_stages.follow_up_action as action,
        follow_ups.due_at,
        lead_scores.top_reasons as reasons,
        lead_scores.is_holdout
    from lead_scores
    inner join settings
        on lead_scores.scorecard = settings.scorecard
    inner join segment_stages
        on
            lead_scores.scorecard = segment_stages.scorecard
            and lead_scores.segment = segment_stages.segment
            and lead_scores.stage = segment_stages.stage
    inner join follow_ups
        on
            lead_scores.scorecard = follow_ups.scorecard
            and lead_scores.person_id = follow_ups.person_id
    left join closed_people
        on
            lead_scores.scorecard = closed_people.scorecard
            and lead_scores.person_id = closed_people.person_id
    where closed_people.person_id is null

),

follow_up_queue as (

    select
        scorecard,
        person_id,
        lead_id,
        scored_on,
        cast(
            row_number() over (
                partition by scorecard
                order by stage_rank desc, score desc, due_at asc nulls last, {{ text_order('person_id') }} asc
            ) as integer
        ) as priority,
        action,
        due_at,
        segment,
        stage,
        stage_entered_on,
        score,
        grade,
        reasons,
        is_holdout
    from due

)

select * from follow_up_queue
