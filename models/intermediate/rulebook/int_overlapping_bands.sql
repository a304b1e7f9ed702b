-- One row per rule whose band of an attribute shares a value with that of an earlier rule of the same group and
-- segment, on days of both: the value gets the points of both.

with

rules as (

    select * from {{ ref('stg_scoring_rules') }}

),

bands as (

    select
        *,
        {{ band_end('low') }} as low,
        {{ band_end('high') }} as high
    from rules
    where signal_type = 'attribute' and operator in ('gte', 'lte', 'between') and not is_starting_points

),

band_overlaps as (

    select
        bands.scorecard,
        bands.rule_key,
        {{ first_text('other_bands.rule_id') }} as other_rule
    from bands
    inner join bands as other_bands
        on
            bands.scorecard = other_bands.scorecard
            and bands.signal = other_bands.signal
            and bands.rule_group = other_bands.rule_group
            and bands.segment = other_bands.segment
            and bands.low <= other_bands.high
            and bands.high >= other_bands.low
            and bands.valid_from <= other_bands.valid_to
            and bands.valid_to >= other_bands.valid_from
    where
        other_bands.row_number < bands.row_number
        or (bands.row_number is null and other_bands.rule_id < bands.rule_id)
    group by bands.scorecard, bands.rule_key

),

overlapping_bands as (

    select
        rules.scorecard,
        rules.rule_key,
        rules.rule_id,
        rules.signal,
        rules.file_name,
        rules.row_number,
        rules.is_filled_in,
        band_overlaps.other_rule
    from rules
    inner join band_overlaps
        on
            rules.scorecard = band_overlaps.scorecard
            and rules.rule_key = band_overlaps.rule_key

)

select * from overlapping_bands
