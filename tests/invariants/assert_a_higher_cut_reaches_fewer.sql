-- Cuts that more people or more customers reach than the next lower one, whose bands do not add up to who
-- reached them, or that a segment has more than one of to suggest.

with

threshold_analysis as (

    select * from {{ ref('threshold_analysis') }}

),

backtest as (

    select count(distinct person_id) as people
    from {{ ref('int_backtest') }}

),

ordered as (

    select
        *,
        lead(leads_above, 1, 0) over (partition by segment order by cut) as leads_above_next,
        lead(customers_above, 1, 0) over (partition by segment order by cut) as customers_above_next,
        lead(recall) over (partition by segment order by cut) as recall_next
    from threshold_analysis

),

wrong as (

    select
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
        segment,
        min(cut) as cut,
        'several suggested' as problem
    from threshold_analysis
    where is_suggested_cut
    group by segment
    having count(*) > 1

    union all

    select
        threshold_analysis.segment,
        threshold_analysis.cut,
        'population' as problem
    from threshold_analysis
    cross join backtest
    where threshold_analysis.segment = '*' and threshold_analysis.leads <> backtest.people

)

select * from wrong
