-- One row per scorecard and person who has been in a stage for longer than nine in ten later customers stayed
-- in it.
{% set points_in_scale = 'greatest(0, least(waiting.raw_score, ' ~ highest_score() ~ '))' %}

with

lead_scores as (

    select * from {{ ref('lead_scores') }}

),

stage_limits as (

    select * from {{ ref('int_stage_limits') }}

),

settings as (

    select * from {{ ref('stg_settings') }}

),

closed_people as (

    select * from {{ ref('int_sales_cases') }}
    where case_state = 'closed'

),

waiting as (

    select
        lead_scores.*,
        {{ days_between('lead_scores.stage_entered_on', 'lead_scores.scored_on') }} as days_in_stage
    from lead_scores
    left join closed_people
        on
            lead_scores.scorecard = closed_people.scorecard
            and lead_scores.person_id = closed_people.person_id
    where closed_people.person_id is null

),

stuck_leads as (

    select
        waiting.scorecard,
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
        {{ shown_score(score_band_from(score_band(points_in_scale))) }} as score_from,
        waiting.grade,
        waiting.last_engaged_on,
        waiting.is_holdout
    from waiting
    inner join settings
        on waiting.scorecard = settings.scorecard
    inner join stage_limits
        on
            waiting.scorecard = stage_limits.scorecard
            and waiting.segment = stage_limits.segment
            and waiting.stage = stage_limits.stage
            and waiting.days_in_stage > stage_limits.stuck_after_days

)

select * from stuck_leads
