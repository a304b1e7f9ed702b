-- One row per person scored on the latest day: the first scored day of the stay in the present stage.

with

person_stages as (

    select * from {{ ref('int_person_stages') }}

),

numbered as (

    select
        scored_on,
        lead_id,
        stage,
        row_number() over (partition by lead_id order by scored_on desc) as days_back,
        row_number() over (partition by lead_id, stage order by scored_on desc) as stage_days_back
    from person_stages

),

-- Going back from the latest day, both numbers agree until another stage comes in between.
stage_entries as (

    select
        lead_id,
        min(scored_on) as stage_entered_on
    from numbered
    where days_back = stage_days_back
    group by lead_id

)

select * from stage_entries
