-- One row per scorecard, segment ('*' = all) and band of the score that has leads: how many of them converted
-- within the horizon after they were first scored.

with

conversion_by_group as (

    select * from {{ ref('conversion_by_group') }}

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
        is_enough
    from conversion_by_group
    where group_kind = 'score_band'

)

select * from score_band_conversion
