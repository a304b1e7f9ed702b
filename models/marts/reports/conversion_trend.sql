-- One row per scorecard, month and segment ('*' = all): people who became marketing qualified leads in it,
-- how many of them became customers within the horizon, and a warning if they are fewer than before. A month with
-- too few of them is judged together with the months before it.

with

mql_months as (

    select * from {{ ref('int_mql_months') }}

),

complete_months as (

    select
        *,
        row_number() over (partition by scorecard, segment order by month_starts_on) as month_number,
        sum(mqls) over (
            partition by scorecard, segment order by month_starts_on
            rows between unbounded preceding and current row
        ) as mqls_so_far,
        sum(customers) over (
            partition by scorecard, segment order by month_starts_on
            rows between unbounded preceding and current row
        ) as customers_so_far,
        coalesce(sum(mqls) over (
            partition by scorecard, segment order by month_starts_on
            rows between {{ var('trend_months') }} preceding and 1 preceding
        ), 0) as earlier_mqls,
        coalesce(sum(customers) over (
            partition by scorecard, segment order by month_starts_on
            rows between {{ var('trend_months') }} preceding and 1 preceding
        ), 0) as earlier_customers
    from mql_months
    where is_complete

),

-- Each month with those before it, from the first of them on.
pools as (

    select
        months.scorecard,
        months.segment,
        months.month_starts_on,
        months.mqls,
        months.customers,
        months.month_number - first_months.month_number + 1 as pooled_months,
        months.mqls_so_far - first_months.mqls_so_far + first_months.mqls as pooled_mqls,
        months.customers_so_far - first_months.customers_so_far + first_months.customers as pooled_customers,
        first_months.earlier_mqls,
        first_months.earlier_customers
    from complete_months as months
    inner join complete_months as first_months
        on
            months.scorecard = first_months.scorecard
            and months.segment = first_months.segment
            and months.month_number >= first_months.month_number
            and months.month_number < first_months.month_number + {{ var('trend_months') }}

),

judged as (

    select
        *,
        least(pooled_mqls, earlier_mqls) >= {{ var('min_group_size') }} as is_enough,
        {{ two_proportion_z('earlier_customers', 'earlier_mqls', 'pooled_customers', 'pooled_mqls') }} as z_score
    from pools

),

-- As few months as are enough; where none are, the month by itself.
ranked as (

    select
        *,
        row_number() over (
            partition by scorecard, segment, month_starts_on
            order by case when is_enough then 0 else 1 end asc, pooled_months asc
        ) as pool_rank
    from judged

),

rated as (

    select * from ranked
    where pool_rank = 1

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
        cast(rated.pooled_months as bigint) as pooled_months,
        cast(rated.pooled_mqls as bigint) as pooled_mqls,
        cast(rated.pooled_customers as bigint) as pooled_customers,
        {{ share('rated.pooled_customers', 'rated.pooled_mqls') }} as pooled_rate,
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
                    || {{ percent_as_text('rated.pooled_customers', 'rated.pooled_mqls') }}
                    || case
                        when rated.pooled_months > 1
                            then ' in ' || cast(rated.pooled_months as {{ dbt.type_string() }}) || ' months'
                        else ''
                    end
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
