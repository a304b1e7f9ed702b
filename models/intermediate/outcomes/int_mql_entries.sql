-- One row per scorecard and person who reached the MQL stage of the settings or a higher one before becoming
-- a customer: the first scored day in it, and when they converted.

with

visit_outcomes as (

    select * from {{ ref('int_visit_outcomes') }}

),

settings as (

    select * from {{ ref('stg_settings') }}

),

mql_stages as (

    select
        segment_stages.scorecard,
        segment_stages.segment,
        segment_stages.stage_rank,
        settings.conversion_horizon_days
    from {{ ref('int_segment_stages') }} as segment_stages
    inner join settings
        on
            segment_stages.scorecard = settings.scorecard
            and segment_stages.stage = settings.mql_stage

),

-- Between two scored days a person can pass through the MQL stage unseen; a higher stage shows it.
ranked as (

    select
        visit_outcomes.scorecard,
        visit_outcomes.person_id,
        visit_outcomes.lead_id,
        visit_outcomes.segment,
        visit_outcomes.entered_on,
        visit_outcomes.is_start_known,
        visit_outcomes.days_to_convert,
        mql_stages.conversion_horizon_days,
        row_number() over (
            partition by visit_outcomes.scorecard, visit_outcomes.person_id order by visit_outcomes.entered_on
        ) as visit_number
    from visit_outcomes
    inner join mql_stages
        on
            visit_outcomes.scorecard = mql_stages.scorecard
            and visit_outcomes.segment = mql_stages.segment
            and visit_outcomes.stage_rank >= mql_stages.stage_rank

),

mql_entries as (

    select
        scorecard,
        person_id,
        lead_id,
        segment,
        entered_on,
        days_to_convert,
        case when days_to_convert <= conversion_horizon_days then 1 else 0 end as has_converted
    from ranked
    where
        visit_number = 1
        and is_start_known
        and (days_to_convert is null or days_to_convert > 0)

)

select * from mql_entries
