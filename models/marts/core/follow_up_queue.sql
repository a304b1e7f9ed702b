-- One row per person sales should act on: what to do, by when, and why; the most urgent first.

with

lead_scores as (

    select * from {{ ref('lead_scores') }}

),

segment_stages as (

    select * from {{ ref('int_segment_stages') }}

),

-- Sales are done with customers, and with leads they turned down since the stage was entered.
closed as (

    select distinct lead_scores.lead_id
    from lead_scores
    inner join {{ ref('int_person_outcomes') }} as outcomes
        on
            lead_scores.lead_id = outcomes.lead_id
            and lead_scores.scored_on = outcomes.scored_on
            and lead_scores.scored_on >= outcomes.occurred_on
    where
        outcomes.outcome = '{{ var("conversion_outcome") }}'
        or (outcomes.outcome in ('rejected', 'lost') and outcomes.occurred_on >= lead_scores.stage_entered_on)

),

due as (

    select
        lead_scores.lead_id,
        lead_scores.scored_on,
        lead_scores.segment,
        lead_scores.score,
        lead_scores.grade,
        lead_scores.stage,
        segment_stages.stage_rank,
        lead_scores.stage_entered_on,
        segment_stages.follow_up_action as action,
        -- A day's score is known when the day is over: the hours run from the midnight after it.
        cast(
            {{ dbt.dateadd(
                'minute',
                'cast(round(segment_stages.follow_up_hours * 60) as integer)',
                'cast(' ~ add_days('lead_scores.stage_entered_on', 1) ~ ' as timestamp)'
            ) }} as timestamp
        ) as due_at,
        lead_scores.top_reasons as reasons
    from lead_scores
    inner join segment_stages
        on
            lead_scores.segment = segment_stages.segment
            and lead_scores.stage = segment_stages.stage
    left join closed
        on lead_scores.lead_id = closed.lead_id
    where
        closed.lead_id is null
        and segment_stages.follow_up_action is not null

),

follow_up_queue as (

    select
        lead_id,
        scored_on,
        cast(
            row_number() over (
                order by stage_rank desc, score desc, due_at asc nulls last, lead_id asc
            ) as integer
        ) as priority,
        action,
        due_at,
        segment,
        stage,
        stage_entered_on,
        score,
        grade,
        reasons
    from due

)

select * from follow_up_queue
