-- One row per scorecard, person and piece of news on the latest day: a stage with something to do that the
-- person entered, or a sharp rise that began.

with

lead_scores as (

    select * from {{ ref('lead_scores') }}
    where not coalesce(is_holdout, false)

),

follow_up_queue as (

    select * from {{ ref('follow_up_queue') }}
    where queue_section <> 'in work'

),

follow_ups as (

    select * from {{ ref('int_follow_ups') }}

),

news as (

    select
        scorecard,
        person_id,
        'entered_stage' as alert,
        stage as subject,
        stage_entered_on as happened_on
    from follow_ups

    union all

    select
        scorecard,
        person_id,
        'rising' as alert,
        'score' as subject,
        rising_since as happened_on
    from follow_ups
    where rising_since is not null

),

lead_alerts as (

    select
        {{ dbt.hash(row_content([
            'news.scorecard', 'news.person_id', 'news.alert', 'news.subject', 'news.happened_on'
        ])) }} as alert_id,
        news.scorecard,
        news.person_id,
        lead_scores.lead_id,
        lead_scores.owner_id,
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
        on
            news.scorecard = lead_scores.scorecard
            and news.person_id = lead_scores.person_id
    -- People in no queue (customers, the disqualified, leads just turned down) are no news to sales.
    inner join follow_up_queue
        on
            news.scorecard = follow_up_queue.scorecard
            and news.person_id = follow_up_queue.person_id

)

select * from lead_alerts
