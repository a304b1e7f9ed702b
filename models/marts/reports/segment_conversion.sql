-- One row per segment: how many of its leads converted within the horizon after they were scored.

with

cohort as (

    select * from {{ ref('int_conversion_cohort') }}

),

segment_conversion as (

    select
        segment,
        {{ conversion_columns() }}
    from cohort
    group by segment

)

select * from segment_conversion
