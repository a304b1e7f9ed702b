-- One row per month and segment ('*' = all): people who became marketing qualified leads in it, how many of
-- them became customers within the horizon, and a warning where that is fewer than before.

with

mql_months as (

    select * from {{ ref('int_mql_months') }}

),

-- Months that are not complete come after all that are.
compared as (

    select
        *,
        coalesce(sum(mqls) over (
            partition by segment order by month_starts_on
            rows between {{ var('trend_months') }} preceding and 1 preceding
        ), 0) as earlier_mqls,
        coalesce(sum(customers) over (
            partition by segment order by month_starts_on
            rows between {{ var('trend_months') }} preceding and 1 preceding
        ), 0) as earlier_customers
    from mql_months

),

judged as (

    select
        *,
        least(mqls, earlier_mqls) >= {{ var('min_group_size') }} as is_enough,
        {{ two_proportion_z('earlier_customers', 'earlier_mqls', 'customers', 'mqls') }} as z_score
    from compared
    where is_complete

),

conversion_trend as (

    select
        mql_months.month_starts_on,
        mql_months.segment,
        cast(mql_months.mqls as bigint) as mqls,
        cast(mql_months.customers as bigint) as customers,
        mql_months.is_complete,
        {{ rate_columns('conversion_rate', 'judged.customers', 'judged.mqls') }},
        cast(judged.earlier_mqls as bigint) as earlier_mqls,
        cast(judged.earlier_customers as bigint) as earlier_customers,
        {{ share('judged.earlier_customers', 'judged.earlier_mqls') }} as earlier_rate,
        cast(judged.z_score as {{ type_decimal(9, 2) }}) as z_score,
        coalesce(judged.is_enough, false) as is_enough,
        coalesce(judged.is_enough and judged.z_score > 1.644854, false) as is_falling,
        case
            when judged.is_enough and judged.z_score > 1.644854
                then
                    'Fewer leads become customers: '
                    || {{ percent_as_text('judged.customers', 'judged.mqls') }}
                    || ' after '
                    || {{ percent_as_text('judged.earlier_customers', 'judged.earlier_mqls') }}
                    || ' in the months before'
        end as warning
    from mql_months
    left join judged
        on
            mql_months.month_starts_on = judged.month_starts_on
            and mql_months.segment = judged.segment

)

select * from conversion_trend
