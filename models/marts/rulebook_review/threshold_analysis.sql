-- One row per scorecard, segment ('*' = all) and cut: what sales would get if leads qualified from that score
-- on.

with

threshold_bands as (

    select * from {{ ref('int_threshold_bands') }}

),

-- Days over which new leads came into the backtest; with one backtest day it is 0, and no rate per day is
-- known.
backtest_spans as (

    select
        scorecard,
        {{ days_between('min(scored_on)', 'max(scored_on)') }} as new_days
    from {{ ref('int_scoring_dates') }}
    where is_backtest
    group by scorecard

),

rated as (

    select
        bands.*,
        {{ rate_columns('band_close_rate', 'bands.band_customers', 'bands.band_leads') }},
        bands.band_leads >= {{ var('min_group_size') }} as is_enough_in_band,
        cast(
            bands.new_leads_above / nullif(cast(spans.new_days as {{ type_double() }}), 0)
            as {{ type_decimal(18, 6) }}
        ) as leads_per_day,
        cast(
            30.4375 * bands.new_customers_above / nullif(cast(spans.new_days as {{ type_double() }}), 0)
            as {{ type_decimal(18, 6) }}
        ) as expected_wins_per_month
    from threshold_bands as bands
    inner join backtest_spans as spans
        on bands.scorecard = spans.scorecard

),

-- The highest band that misses the target: what lies above it is worth a call, as far as there are enough
-- people.
missed as (

    select
        *,
        max(
            case when is_enough_in_band and band_close_rate < {{ var('target_close_rate') }} then cut end
        ) over (partition by scorecard, segment) as last_missing_cut,
        max(case when leads_per_day > {{ var('sales_capacity_per_day') }} then cut end) over (
            partition by scorecard, segment
        ) as last_crowded_cut
    from rated

),

chosen as (

    select
        *,
        min(
            case when is_enough_in_band and cut > coalesce(last_missing_cut, -1) then cut end
        ) over (partition by scorecard, segment) as suggested_cut,
        min(case when cut > coalesce(last_crowded_cut, -1) then cut end) over (
            partition by scorecard, segment
        ) as capacity_cut
    from missed

),

threshold_analysis as (

    select
        scorecard,
        segment,
        cut,
        current_stage,
        cast(leads as bigint) as leads,
        cast(leads_above as bigint) as leads_above,
        leads_per_day,
        {{ rate_columns('precision', 'customers_above', 'leads_above') }},
        cast(customers as bigint) as customers,
        cast(customers_above as bigint) as customers_above,
        cast(customers - customers_above as bigint) as customers_missed,
        {{ rate_columns('recall', 'customers_above', 'customers') }},
        expected_wins_per_month,
        cast(band_leads as bigint) as band_leads,
        cast(band_customers as bigint) as band_customers,
        band_close_rate,
        band_close_rate_low,
        band_close_rate_high,
        cast(
            lag(leads_per_day) over (partition by scorecard, segment order by cut) - leads_per_day
            as {{ type_decimal(18, 6) }}
        ) as extra_leads_per_day_if_lowered,
        cast(
            lag(expected_wins_per_month) over (partition by scorecard, segment order by cut)
            - expected_wins_per_month
            as {{ type_decimal(18, 6) }}
        ) as extra_wins_per_month_if_lowered,
        coalesce(cut = suggested_cut, false) as is_suggested_cut,
        -- Sales works the leads of all segments.
        segment = '*' and leads_per_day is not null and {{ var('sales_capacity_per_day') }} > 0
        and coalesce(cut = capacity_cut, false) as is_capacity_cut,
        lowest_customer_score,
        leads_above >= {{ var('min_group_size') }} as is_enough,
        is_enough_in_band
    from chosen

)

select * from threshold_analysis
