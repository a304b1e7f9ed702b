-- One row per scorecard, segment ('*' = all) and starting point: how many days customers took to convert.

with

customer_days as (

    select * from {{ ref('int_customer_days') }}

),

levels as (

    {{ report_levels() }}

),

by_segment as (

    select
        customer_days.scorecard,
        case when levels.is_total then '*' else customer_days.segment end as segment,
        customer_days.measured_from,
        customer_days.days_to_convert
    from customer_days
    cross join levels

),

ranked as (

    select
        scorecard,
        segment,
        measured_from,
        days_to_convert,
        row_number() over (
            partition by scorecard, segment, measured_from order by days_to_convert
        ) as value_rank,
        count(*) over (partition by scorecard, segment, measured_from) as value_count
    from by_segment

),

time_to_convert as (

    select
        scorecard,
        segment,
        measured_from,
        cast(count(*) as bigint) as customers,
        cast({{ quantile('days_to_convert', 0.25) }} as integer) as p25_days,
        cast({{ quantile('days_to_convert', 0.5) }} as integer) as median_days,
        cast({{ quantile('days_to_convert', 0.75) }} as integer) as p75_days,
        cast({{ quantile('days_to_convert', 0.9) }} as integer) as p90_days,
        count(*) >= {{ var('min_group_size') }} as is_enough
    from ranked
    group by scorecard, segment, measured_from

)

select * from time_to_convert
