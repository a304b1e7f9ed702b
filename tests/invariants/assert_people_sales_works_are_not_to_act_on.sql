-- People to act on although sales works them, has won them, or has turned them down on or after the day from which the
-- queue asks for them.

with

follow_up_queue as (

    select * from {{ ref('follow_up_queue') }}
    where queue_section <> 'in work'

),

follow_ups as (

    select * from {{ ref('int_follow_ups') }}

),

wrong as (

    select
        follow_up_queue.person_id,
        follow_up_queue.sales_status,
        follow_up_queue.sales_status_on
    from follow_up_queue
    inner join follow_ups
        on
            follow_up_queue.scorecard = follow_ups.scorecard
            and follow_up_queue.person_id = follow_ups.person_id
    where
        follow_up_queue.sales_status in ('accepted', 'opportunity', 'won')
        or follow_up_queue.sales_status_on >= follow_ups.opened_on

)

select * from wrong
