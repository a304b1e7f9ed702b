-- One row per scorecard, scoring day and person of this run: the grade on each axis. Points below every cut
-- get the lowest.
{{ config(materialized='view') }}

with

person_points as (

    select * from {{ ref('int_person_points') }}

),

grades as (

    select * from {{ ref('stg_grades') }}

),

axes as (

    select
        scorecard,
        scored_on,
        person_id,
        'fit' as axis,
        fit_points as points
    from person_points

    union all

    select
        scorecard,
        scored_on,
        person_id,
        'engagement' as axis,
        engagement_points as points
    from person_points

),

-- Cuts that hold come first, the highest of them on top; then those that do not, the lowest on top.
ranked as (

    select
        axes.scorecard,
        axes.scored_on,
        axes.person_id,
        axes.axis,
        grades.grade,
        row_number() over (
            partition by axes.scorecard, axes.scored_on, axes.person_id, axes.axis
            order by
                case when axes.points >= grades.min_points or grades.min_points is null then 0 else 1 end asc,
                case when axes.points >= grades.min_points then grades.min_points end desc nulls last,
                grades.min_points asc nulls first,
                {{ text_order('grades.grade') }} asc
        ) as grade_rank
    from axes
    inner join grades
        on
            axes.scorecard = grades.scorecard
            and axes.axis = grades.axis

),

person_grades as (

    select
        scorecard,
        scored_on,
        person_id,
        max(case when axis = 'fit' then grade end) as fit_grade,
        max(case when axis = 'engagement' then grade end) as engagement_grade
    from ranked
    where grade_rank = 1
    group by scorecard, scored_on, person_id

)

select * from person_grades
