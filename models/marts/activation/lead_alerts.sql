-- One row per person and piece of news on the latest day: a stage with something to do that the person
-- entered, or a sharp rise that began.

with

lead_scores as (

    select * from {{ ref('lead_scores') }}

),

follow_up_queue as (

    select * from {{ ref('follow_up_queue') }}

),

follow_ups as (

    select * from {{ ref('int_follow_ups') }}

),

happenings as (

    select
        person_id,
        'entered_stage' as alert,
        stage as subject,
        stage_entered_on as happened_on
    from follow_ups

    union all

    select
        person_id,
        'rising' as alert,
        'score' as subject,
        rising_since as happened_on
    from follow_ups
    where rising_since is not null

),

news as (

    select
        {{ dbt.hash(row_content(['person_id', 'alert', 'subject', 'happened_on'])) }} as alert_id,
        person_id,
        alert,
        happened_on
    from happenings

),

lead_alerts as (

    select
        news.alert_id,
        news.person_id,
        lead_scores.lead_id,
        news.alert,
        news.happened_on,
        lead_scores.scored_on,
        cast(round(lead_scores.score) as integer) as score,
        lead_scores.grade,
        lead_scores.stage,
        follow_up_queue.action as next_action,
        follow_up_queue.due_at,
        lead_scores.top_reasons as reasons,
        lead_scores.score_change_7d
    from news
    inner join lead_scores
        on news.person_id = lead_scores.person_id
    -- Who is in no queue (customers, the disqualified, leads just turned down) is no news to sales.
    inner join follow_up_queue
        on news.person_id = follow_up_queue.person_id
    where not coalesce(lead_scores.is_holdout, false)

)

select * from lead_alerts
