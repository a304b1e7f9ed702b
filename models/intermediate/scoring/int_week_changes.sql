-- One row per person scored on the latest day and a week before: the change in between, and whether it is a
-- sharp rise for the segment. The row of the segment itself goes before that of '*'.
{{ config(materialized='view') }}

with

scored_people as (

    select * from {{ ref('int_scored_people') }}

),

latest_day as (

    select * from {{ ref('int_latest_day') }}

),

rising as (

    select * from {{ ref('stg_rising') }}

),

week_changes as (

    select
        today.person_id,
        {{ amount('today.score - week_ago.score') }} as score_change_7d,
        coalesce(segment_rising.min_points, any_rising.min_points) as min_points
    from latest_day
    inner join scored_people as today
        on latest_day.scored_on = today.scored_on
    inner join scored_people as week_ago
        on
            today.person_id = week_ago.person_id
            and week_ago.scored_on = {{ add_days('latest_day.scored_on', -7) }}
    left join rising as segment_rising
        on today.segment = segment_rising.segment
    left join rising as any_rising
        on any_rising.segment = '*'

),

judged as (

    select
        person_id,
        score_change_7d,
        coalesce(score_change_7d >= min_points, false) as is_rising
    from week_changes

)

select * from judged
