-- One row per scorecard, stage, owner and month in which follow-ups of the stage were due: how many were in time.

with

follow_ups as (

    select * from {{ ref('int_answered_follow_ups') }}

),

lead_scores as (

    select * from {{ ref('lead_scores') }}

),

sla_attainment as (

    select
        follow_ups.scorecard,
        follow_ups.stage,
        coalesce(lead_scores.owner_id, 'nobody') as owner_id,
        cast({{ dbt.date_trunc('month', 'follow_ups.due_at') }} as date) as month_starts_on,
        cast(count(*) as bigint) as follow_ups,
        {%- for verdict in ['in_time', 'late', 'unanswered', 'still_open'] %}
        cast(sum(case when follow_ups.verdict = '{{ verdict }}' then 1 else 0 end) as bigint) as {{ verdict }},
        {%- endfor %}
        cast(sum(case when follow_ups.is_overdue then 1 else 0 end) as bigint) as still_open_overdue,
        cast(sum(case when follow_ups.is_not_reached then 1 else 0 end) as bigint) as not_reached,
        {{ rate_columns(
            'in_time_rate',
            "sum(case when follow_ups.verdict = 'in_time' then 1 else 0 end)",
            "sum(case when follow_ups.verdict <> 'still_open' or follow_ups.is_overdue then 1 else 0 end)"
        ) }}
    from follow_ups
    left join lead_scores
        on
            follow_ups.scorecard = lead_scores.scorecard
            and follow_ups.person_id = lead_scores.person_id
    group by
        follow_ups.scorecard,
        follow_ups.stage,
        coalesce(lead_scores.owner_id, 'nobody'),
        cast({{ dbt.date_trunc('month', 'follow_ups.due_at') }} as date)

)

select * from sla_attainment
