-- One row per segment ('*' = all) and band of the score that has leads: how many of them converted within the
-- horizon after they were scored.

with

cohort as (

    select * from {{ ref('int_conversion_cohort') }}

),

levels as (

    {{ report_levels() }}

),

banded as (

    select
        cohort.*,
        case when levels.is_total then '*' else cohort.segment end as report_segment,
        {{ score_band('cohort.score') }} as score_band
    from cohort
    cross join levels

),

score_band_conversion as (

    select
        report_segment as segment,
        {{ score_band_from('score_band') }} as score_from,
        {{ score_band_from('score_band + 1') }} as score_to,
        {{ conversion_columns() }}
    from banded
    group by report_segment, score_band

)

select * from score_band_conversion
