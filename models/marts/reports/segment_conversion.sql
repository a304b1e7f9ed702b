-- One row per scorecard and segment ('*' = all): how many of its leads converted within the horizon after
-- they were first scored.

with

conversion_by_group as (

    select * from {{ ref('conversion_by_group') }}

),

segment_conversion as (

    select
        scorecard,
        segment,
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
    where group_kind = 'segment'

)

select * from segment_conversion
