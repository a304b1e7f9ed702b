-- One row per scorecard, segment ('*' = all) and band of the score that has leads: how many of them converted
-- within the horizon after they were first scored, and how many of those in this band or a higher one.

with

conversion_by_group as (

    select * from {{ ref('conversion_by_group') }}

),

bands as (

    select
        *,
        sum(leads) over (
            partition by scorecard, segment
            order by score_from desc
            rows between unbounded preceding and current row
        ) as leads_from_here,
        sum(conversions) over (
            partition by scorecard, segment
            order by score_from desc
            rows between unbounded preceding and current row
        ) as conversions_from_here
    from conversion_by_group
    where group_kind = 'score_band'

),

score_band_conversion as (

    select
        scorecard,
        segment,
        score_from,
        score_to,
        leads,
        conversions,
        conversion_rate,
        conversion_rate_low,
        conversion_rate_high,
        accepted,
        rejected,
        won_amount,
        days_to_convert,
        is_enough,
        cast(leads_from_here as bigint) as leads_from_here,
        cast(conversions_from_here as bigint) as conversions_from_here,
        {{ rate_columns('rate_from_here', 'conversions_from_here', 'leads_from_here') }},
        leads_from_here >= {{ var('min_group_size') }} as is_enough_from_here
    from bands

)

select * from score_band_conversion
