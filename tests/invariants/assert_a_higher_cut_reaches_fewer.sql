-- Cuts that more people or more customers reach than the next lower one, cuts whose bands do not add up to
-- the people who reached them, segments with several suggested cuts, and a number of leads that is not that
-- of the open cases of the backtest.

with

threshold_analysis as (

    select * from {{ ref('threshold_analysis') }}

),

backtest as (

    select
        scorecard,
        count(distinct person_id) as people
    from {{ ref('int_backtest') }}
    where not is_closed
    group by scorecard

),

ordered as (

    select
        *,
        lead(leads_above, 1, 0) over (partition by scorecard, segment order by cut) as leads_above_next,
        lead(customers_above, 1, 0) over (
            partition by scorecard, segment order by cut
        ) as customers_above_next,
        lead(recall) over (partition by scorecard, segment order by cut) as recall_next
    from threshold_analysis

),

wrong as (

    select
        scorecard,
        segment,
        cut,
        'steps' as problem
    from ordered
    where
        leads_above <> leads_above_next + band_leads
        or customers_above <> customers_above_next + band_customers
        or recall < recall_next
        or customers_above + customers_missed <> customers

    union all

    select
        scorecard,
        segment,
        min(cut) as cut,
        'several suggested' as problem
    from threshold_analysis
    where is_suggested_cut
    group by scorecard, segment
    having count(*) > 1

    union all

    select
        backtest.scorecard,
        '*' as segment,
        threshold_analysis.cut,
        'population' as problem
    from backtest
    left join threshold_analysis
        on
            backtest.scorecard = threshold_analysis.scorecard
            and threshold_analysis.segment = '*'
    where backtest.people <> coalesce(threshold_analysis.leads, -1)

)

select * from wrong
