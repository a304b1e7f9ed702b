-- Rows of the follow-up queue whose person is disqualified, or not scored at all.

with

follow_up_queue as (

    select * from {{ ref('follow_up_queue') }}

),

lead_scores as (

    select * from {{ ref('lead_scores') }}

),

wrong as (

    select
        follow_up_queue.person_id,
        lead_scores.disqualification_reason
    from follow_up_queue
    left join lead_scores
        on
            follow_up_queue.scorecard = lead_scores.scorecard
            and follow_up_queue.person_id = lead_scores.person_id
    where coalesce(lead_scores.is_disqualified, true)

)

select * from wrong
