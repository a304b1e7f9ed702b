-- Counts of conversion_trend, of all segments together or one by one, that are not those of int_mql_entries.

with

entries as (

    select
        count(*) as mqls,
        coalesce(sum(has_converted), 0) as customers
    from {{ ref('int_mql_entries') }}

),

levels as (

    {{ report_levels() }}

),

trend as (

    select
        levels.is_total,
        coalesce(sum(conversion_trend.mqls), 0) as mqls,
        coalesce(sum(conversion_trend.customers), 0) as customers
    from levels
    left join {{ ref('conversion_trend') }} as conversion_trend
        on levels.is_total = (conversion_trend.segment = '*')
    group by levels.is_total

)

select trend.*
from trend
cross join entries
where trend.mqls <> entries.mqls or trend.customers <> entries.customers
