-- Stages that are active on a day that this run settled, though the person does not qualify and the score is
-- below their exit_score, or they have none; and stages that the person qualifies for and that are not
-- active.

with

stage_dates as (

    select * from {{ ref('int_stage_dates') }}

),

segment_stages as (

    select * from {{ ref('int_segment_stages') }}

),

active_stages as (

    select
        active_stages.scorecard,
        active_stages.scored_on,
        active_stages.person_id,
        active_stages.stage
    from {{ ref('int_active_stages') }} as active_stages
    inner join stage_dates
        on
            active_stages.scorecard = stage_dates.scorecard
            and active_stages.scored_on = stage_dates.scored_on
            and active_stages.person_id = stage_dates.person_id

),

qualified_stages as (

    select
        qualified_stages.scorecard,
        qualified_stages.scored_on,
        qualified_stages.person_id,
        qualified_stages.stage
    from {{ ref('int_qualified_stages') }} as qualified_stages
    inner join stage_dates
        on
            qualified_stages.scorecard = stage_dates.scorecard
            and qualified_stages.scored_on = stage_dates.scored_on
            and qualified_stages.person_id = stage_dates.person_id

),

both_sides as (

    select
        coalesce(active_stages.scorecard, qualified_stages.scorecard) as scorecard,
        coalesce(active_stages.scored_on, qualified_stages.scored_on) as scored_on,
        coalesce(active_stages.person_id, qualified_stages.person_id) as person_id,
        coalesce(active_stages.stage, qualified_stages.stage) as stage,
        active_stages.stage is not null as is_active,
        qualified_stages.stage is not null as is_qualified
    from active_stages
    full outer join qualified_stages
        on
            active_stages.scorecard = qualified_stages.scorecard
            and active_stages.scored_on = qualified_stages.scored_on
            and active_stages.person_id = qualified_stages.person_id
            and active_stages.stage = qualified_stages.stage

),

wrong as (

    select
        both_sides.scorecard,
        both_sides.scored_on,
        both_sides.person_id,
        both_sides.stage,
        both_sides.is_active,
        both_sides.is_qualified,
        stage_dates.score,
        segment_stages.exit_score
    from both_sides
    inner join stage_dates
        on
            both_sides.scorecard = stage_dates.scorecard
            and both_sides.scored_on = stage_dates.scored_on
            and both_sides.person_id = stage_dates.person_id
    left join segment_stages
        on
            stage_dates.scorecard = segment_stages.scorecard
            and stage_dates.segment = segment_stages.segment
            and both_sides.stage = segment_stages.stage
    where
        not both_sides.is_active
        or (not both_sides.is_qualified and not coalesce(stage_dates.score >= segment_stages.exit_score, false))

)

select * from wrong
