-- One row per axis (fit, engagement) and grade with the points from which it holds; null = from any.

with

grade_rows as (

    {{ seed_rows('grades') }}

),

typed as (

    select
        scorecard,
        lower(axis) as axis,
        grade,
        {{ read_number('min_points') }} as min_points,
        row_number
    from grade_rows

)

select * from typed
