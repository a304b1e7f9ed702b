-- One row per segment: how many of its leads converted within the horizon after they were scored.

with

cohort as (

    select * from {{ ref('int_conversion_cohort') }}

),

counted as (

    select
        segment,
        count(*) as leads,
        sum(has_converted) as conversions,
        sum(was_accepted) as accepted,
        sum(was_rejected) as rejected,
        sum(won_amount) as won_amount,
        avg(cast(days_to_convert as {{ type_double() }})) as days_to_convert
    from cohort
    group by segment

),

segment_conversion as (

    select
        segment,
        cast(leads as bigint) as leads,
        cast(conversions as bigint) as conversions,
        {{ share('conversions', 'leads') }} as conversion_rate,
        cast({{ wilson('conversions', 'leads', 'low') }} as decimal(9, 6)) as conversion_rate_low,
        cast({{ wilson('conversions', 'leads', 'high') }} as decimal(9, 6)) as conversion_rate_high,
        cast(accepted as bigint) as accepted,
        cast(rejected as bigint) as rejected,
        cast(won_amount as decimal(28, 2)) as won_amount,
        cast(days_to_convert as decimal(9, 2)) as days_to_convert
    from counted

)

select * from segment_conversion
