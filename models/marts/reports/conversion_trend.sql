-- One row per scorecard, month and segment ('*' = all): people who became marketing qualified leads in it,
-- how many of them became customers within the horizon, and a warning if they are fewer than before.

with

mql_months as (

    select * from {{ ref('int_mql_months') }}

),

-- Months that are not complete come after all that are.
compared as (

    select
        *,
        coalesce(sum(mqls) over (
            partition by scorecard, segment order by month_starts_on
            rows between {{ var('trend_months') }} preceding and 1 preceding
        ), 0) as earlier_mqls,
        coalesce(sum(customers) over (
            partition by scorecard, segment order by month_starts_on
            rows between {{ var('trend_months') }} preceding and 1 preceding
        ), 0) as earlier_customers
    from mql_months

),

rated as (

    select
        *,
        least(mqls, earlier_mqls) >= {{ var('min_group_size') }} as is_enough,
        {{ two_proportion_z('earlier_customers', 'earlier_mqls', 'customers', 'mqls') }} as z_score
    from compared
    where is_complete

),

conversion_trend as (

    select
        mql_months.scorecard,
        mql_months.month_starts_on,
        mql_months.segment,
        cast(mql_months.mqls as bigint) as mqls,
        cast(mql_months.customers as bigint) as customers,
        mql_months.is_complete,
        {{ rate_columns('conversion_rate', 'rated.customers', 'rated.mqls') }},
        cast(rated.earlier_mqls as bigint) as earlier_mqls,
        cast(rated.earlier_customers as bigint) as earlier_customers,
        {{ share('rated.earlier_customers', 'rated.earlier_mqls') }} as earlier_rate,
        cast(rated.z_score as {{ type_decimal(9, 2) }}) as z_score,
        coalesce(rated.is_enough, false) as is_enough,
        coalesce(rated.is_enough and rated.z_score > 1.644854, false) as is_falling,
        case
            when rated.is_enough and rated.z_score > 1.644854
                then
                    'Fewer leads become customers: '
                    || {{ percent_as_text('rated.customers', 'rated.mqls') }}
                    || ' after '
                    || {{ percent_as_text('rated.earlier_customers', 'rated.earlier_mqls') }}
                    || ' in the months before'
        end as warning
    from mql_months
    left join rated
        on
            mql_months.scorecard = rated.scorecard
            and mql_months.month_starts_on = rated.month_starts_on
            and mql_months.segment = rated.segment

)

select * from conversion_trend
