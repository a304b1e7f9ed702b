-- One row per scorecard, segment ('*' = all) and cut: the people whose highest score is between it and the
-- next one (the band), and the people who reached it.
{% set from_the_top = 'partition by scorecard, segment order by cut desc rows unbounded preceding' %}

with

first_backtest_dates as (

    select
        scorecard,
        min(scored_on) as scored_on
    from {{ ref('int_scoring_dates') }}
    where is_backtest
    group by scorecard

),

-- Whom sales has turned down nobody calls any more, whatever the score.
open_days as (

    select
        *,
        row_number() over (partition by scorecard, person_id order by scored_on) as open_day_number
    from {{ ref('int_backtest') }}
    where not is_closed

),

levels as (

    {{ report_levels() }}

),

-- The highest score of a day on which the case was open. A person is in one segment of a report, that of their
-- first such day.
person_peaks as (

    select
        backtest.scorecard,
        backtest.person_id,
        max(backtest.score) as peak_score,
        max(backtest.has_converted) as has_converted,
        max(case when backtest.open_day_number = 1 then backtest.segment end) as segment,
        case when min(backtest.scored_on) > min(first_backtest_dates.scored_on) then 1 else 0 end as is_new
    from open_days as backtest
    inner join first_backtest_dates
        on backtest.scorecard = first_backtest_dates.scorecard
    group by backtest.scorecard, backtest.person_id

),

leveled as (

    select
        person_peaks.scorecard,
        case when levels.is_total then '*' else person_peaks.segment end as segment,
        person_peaks.peak_score,
        person_peaks.has_converted,
        person_peaks.is_new
    from person_peaks
    cross join levels

),

totals as (

    select
        scorecard,
        segment,
        count(*) as leads,
        sum(has_converted) as customers,
        min(case when has_converted = 1 then peak_score end) as lowest_customer_score
    from leveled
    group by scorecard, segment

),

bands as (

    select
        cuts.scorecard,
        cuts.segment,
        cuts.cut,
        cuts.current_stage,
        count(leveled.peak_score) as band_leads,
        coalesce(sum(leveled.has_converted), 0) as band_customers,
        coalesce(sum(leveled.is_new), 0) as band_new_leads,
        coalesce(sum(leveled.is_new * leveled.has_converted), 0) as band_new_customers
    from {{ ref('int_threshold_cuts') }} as cuts
    left join leveled
        on
            cuts.scorecard = leveled.scorecard
            and cuts.segment = leveled.segment
            and cuts.cut <= leveled.peak_score
            and (cuts.next_cut is null or cuts.next_cut > leveled.peak_score)
    group by cuts.scorecard, cuts.segment, cuts.cut, cuts.current_stage

),

reached as (

    select
        *,
        sum(band_leads) over ({{ from_the_top }}) as leads_above,
        sum(band_customers) over ({{ from_the_top }}) as customers_above,
        sum(band_new_leads) over ({{ from_the_top }}) as new_leads_above,
        sum(band_new_customers) over ({{ from_the_top }}) as new_customers_above
    from bands

),

threshold_bands as (

    select
        reached.*,
        totals.leads,
        totals.customers,
        totals.lowest_customer_score
    from reached
    inner join totals
        on
            reached.scorecard = totals.scorecard
            and reached.segment = totals.segment

)

select * from threshold_bands
