-- One row per person and visit to a stage: from the first scored day in it to the first one out of it.

with

stage_visits as (

    select * from {{ ref('int_stage_visits') }}

),

lead_stage_history as (

    select
        lead_id,
        stage,
        entered_on,
        left_on,
        days_in_stage
    from stage_visits

)

select * from lead_stage_history
