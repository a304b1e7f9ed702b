-- People to act on whose stage says within how many hours, and who have no due time.

with

follow_up_queue as (

    select * from {{ ref('follow_up_queue') }}
    where queue_section = 'to act on'

),

segment_stages as (

    select * from {{ ref('int_segment_stages') }}

),

wrong as (

    select
        follow_up_queue.person_id,
        follow_up_queue.stage
    from follow_up_queue
    inner join segment_stages
        on
            follow_up_queue.scorecard = segment_stages.scorecard
            and follow_up_queue.segment = segment_stages.segment
            and follow_up_queue.stage = segment_stages.stage
    where
        segment_stages.follow_up_hours is not null
        and follow_up_queue.due_at is null

)

select * from wrong
