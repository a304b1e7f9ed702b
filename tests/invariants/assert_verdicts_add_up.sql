-- Groups of sales_feedback whose parts do not add up, people with a verdict who are in none, and rejections
-- that have no reason in rejection_reasons, or two.

with

sales_feedback as (

    select * from {{ ref('sales_feedback') }}

),

reasons as (

    select
        scorecard,
        stage,
        segment,
        max(all_rejected) as all_rejected,
        sum(rejected) as rejected
    from {{ ref('rejection_reasons') }}
    group by scorecard, stage, segment

),

verdicts as (

    select
        scorecard,
        count(*) as people
    from {{ ref('int_verdicts') }}
    group by scorecard

),

levels as (

    {{ report_levels() }}

),

-- The groups of each of the four levels hold everybody once.
totals as (

    select
        verdicts.scorecard,
        of_stages.is_total as all_stages,
        of_segments.is_total as all_segments,
        verdicts.people,
        coalesce(sum(sales_feedback.judged), 0) as judged
    from verdicts
    cross join levels as of_stages
    cross join levels as of_segments
    left join sales_feedback
        on
            verdicts.scorecard = sales_feedback.scorecard
            and of_stages.is_total = (sales_feedback.stage = '*')
            and of_segments.is_total = (sales_feedback.segment = '*')
    group by verdicts.scorecard, verdicts.people, of_stages.is_total, of_segments.is_total

),

wrong as (

    select
        sales_feedback.scorecard,
        sales_feedback.stage,
        sales_feedback.segment
    from sales_feedback
    left join reasons
        on
            sales_feedback.scorecard = reasons.scorecard
            and sales_feedback.stage = reasons.stage
            and sales_feedback.segment = reasons.segment
    where
        sales_feedback.accepted + sales_feedback.rejected <> sales_feedback.judged
        or sales_feedback.won > sales_feedback.accepted_with_horizon_over
        or sales_feedback.accepted_with_horizon_over > sales_feedback.accepted
        or sales_feedback.rejected <> coalesce(reasons.rejected, 0)
        or sales_feedback.rejected <> coalesce(reasons.all_rejected, 0)

    union all

    select
        scorecard,
        'all or one by one' as stage,
        'all or one by one' as segment
    from totals
    where judged <> people

)

select * from wrong
