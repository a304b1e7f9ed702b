-- Groups of sales_feedback whose parts do not add up, people judged who are in none, and rejections that have
-- no reason in rejection_reasons, or two.

with

sales_feedback as (

    select * from {{ ref('sales_feedback') }}

),

reasons as (

    select
        stage,
        segment,
        max(all_rejected) as all_rejected,
        sum(rejected) as rejected
    from {{ ref('rejection_reasons') }}
    group by stage, segment

),

judged as (

    select count(*) as judged from {{ ref('int_verdicts') }}

),

levels as (

    {{ report_levels() }}

),

-- The groups of each of the four levels hold everybody once.
totals as (

    select
        of_stages.is_total as all_stages,
        of_segments.is_total as all_segments,
        coalesce(sum(sales_feedback.judged), 0) as judged
    from levels as of_stages
    cross join levels as of_segments
    left join sales_feedback
        on
            of_stages.is_total = (sales_feedback.stage = '*')
            and of_segments.is_total = (sales_feedback.segment = '*')
    group by of_stages.is_total, of_segments.is_total

),

wrong as (

    select
        sales_feedback.stage,
        sales_feedback.segment
    from sales_feedback
    left join reasons
        on
            sales_feedback.stage = reasons.stage
            and sales_feedback.segment = reasons.segment
    where
        sales_feedback.accepted + sales_feedback.rejected <> sales_feedback.judged
        or sales_feedback.won > sales_feedback.accepted_with_horizon_over
        or sales_feedback.accepted_with_horizon_over > sales_feedback.accepted
        or sales_feedback.rejected <> coalesce(reasons.rejected, 0)
        or sales_feedback.rejected <> coalesce(reasons.all_rejected, 0)

    union all

    select
        'all or one by one' as stage,
        'all or one by one' as segment
    from totals
    cross join judged
    where totals.judged <> judged.judged

)

select * from wrong
