-- One row per scorecard, stage and segment ('*' = all) of people whom sales accepted or rejected: how many
-- they accepted, and how many of those became customers.

with

verdicts as (

    select * from {{ ref('int_verdicts') }}

),

levels as (

    {{ report_levels() }}

),

decided as (

    select
        verdicts.scorecard,
        case when of_stages.is_total then '*' else verdicts.stage end as stage,
        case when of_segments.is_total then '*' else verdicts.segment end as segment,
        case when verdicts.verdict = 'accepted' then 1 else 0 end as was_accepted,
        case when verdicts.verdict = 'accepted' and verdicts.is_horizon_over then 1 else 0 end as was_awaited,
        verdicts.has_won
    from verdicts
    cross join levels as of_stages
    cross join levels as of_segments

),

sales_feedback as (

    select
        scorecard,
        stage,
        segment,
        cast(count(*) as bigint) as judged,
        cast(sum(was_accepted) as bigint) as accepted,
        cast(sum(1 - was_accepted) as bigint) as rejected,
        {{ rate_columns('acceptance_rate', 'sum(was_accepted)', 'count(*)') }},
        count(*) >= {{ var('min_group_size') }} as is_enough,
        cast(sum(was_awaited) as bigint) as accepted_with_horizon_over,
        cast(sum(was_awaited * has_won) as bigint) as won,
        {{ rate_columns('win_rate', 'sum(was_awaited * has_won)', 'sum(was_awaited)') }},
        sum(was_awaited) >= {{ var('min_group_size') }} as is_enough_for_win_rate
    from decided
    group by scorecard, stage, segment

)

select * from sales_feedback
