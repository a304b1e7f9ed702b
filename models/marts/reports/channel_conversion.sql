-- One row per scorecard and channel ('*' = all): how many of its leads converted within the horizon after
-- they were first scored.

with

conversion_by_group as (

    select * from {{ ref('conversion_by_group') }}

),

-- The row of all channels is that of all segments.
channel_conversion as (

    select
        scorecard,
        group_value as channel,
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
    where segment = '*' and group_kind in ('channel', 'segment')

)

select * from channel_conversion
