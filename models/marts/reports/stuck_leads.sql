-- One row per person who has been in a stage for longer than nine in ten later customers stayed in it.

with

lead_scores as (

    select * from {{ ref('lead_scores') }}

),

stage_limits as (

    select * from {{ ref('int_stage_limits') }}

),

closed_people as (

    select * from {{ ref('int_closed_people') }}

),

waiting as (

    select
        lead_scores.*,
        {{ days_between('lead_scores.stage_entered_on', 'lead_scores.scored_on') }} as days_in_stage
    from lead_scores
    left join closed_people
        on lead_scores.person_id = closed_people.person_id
    where closed_people.person_id is null

),

stuck_leads as (

    select
        waiting.person_id,
        waiting.lead_id,
        waiting.scored_on,
        waiting.segment,
        waiting.stage,
        waiting.stage_entered_on,
        waiting.days_in_stage,
        stage_limits.stuck_after_days,
        stage_limits.limit_source,
        waiting.score,
        {{ score_band_from(score_band('waiting.score')) }} as score_from,
        waiting.grade,
        waiting.last_engaged_on,
        waiting.is_holdout
    from waiting
    inner join stage_limits
        on
            waiting.segment = stage_limits.segment
            and waiting.stage = stage_limits.stage
            and waiting.days_in_stage > stage_limits.stuck_after_days

)

select * from stuck_leads
