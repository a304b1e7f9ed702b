-- One row per person who reached the MQL stage (var mql_stage) or a higher one before he was a customer: the
-- first scored day on which he stood there, and when he converted.

with

visit_outcomes as (

    select * from {{ ref('int_visit_outcomes') }}

),

mql_stages as (

    select * from {{ ref('int_segment_stages') }}
    where stage = '{{ var("mql_stage") }}'

),

-- Between two scored days a person can pass through the MQL stage unseen: a higher stage tells.
ranked as (

    select
        visit_outcomes.person_id,
        visit_outcomes.lead_id,
        visit_outcomes.segment,
        visit_outcomes.entered_on,
        visit_outcomes.is_start_known,
        visit_outcomes.days_to_convert,
        row_number() over (
            partition by visit_outcomes.person_id order by visit_outcomes.entered_on
        ) as visit_number
    from visit_outcomes
    inner join mql_stages
        on
            visit_outcomes.segment = mql_stages.segment
            and visit_outcomes.stage_rank >= mql_stages.stage_rank

),

mql_entries as (

    select
        person_id,
        lead_id,
        segment,
        entered_on,
        days_to_convert,
        case
            when days_to_convert <= {{ var('conversion_horizon_days') }} then 1
            else 0
        end as has_converted
    from ranked
    where
        visit_number = 1
        and is_start_known
        and (days_to_convert is null or days_to_convert > 0)

)

select * from mql_entries
