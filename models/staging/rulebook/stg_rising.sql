-- One row per row of rising.csv: how many points more than a week ago are a sharp rise, by segment.

with

rising_rows as (

    {{ seed_rows('rising') }}

),

typed as (

    select
        scorecard,
        lower(coalesce(segment, '*')) as segment,
        {{ read_number('min_points') }} as min_points,
        row_number
    from rising_rows

)

select * from typed
