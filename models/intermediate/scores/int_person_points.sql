-- One row per scorecard, scoring day and person of this run: the points of each component, the score they add up to
-- on the point scale, and the grade on each axis.

with

people as (

    select * from {{ ref('int_people') }}

),

sums as (

    select
        ledger_this_run.person_day_key,
        {%- for component in ['fit', 'engagement', 'negative'] %}
        sum(case when rules.component = '{{ component }}' then ledger_this_run.points end) as {{ component }}_points,
        {%- endfor %}
        sum(ledger_this_run.decay_points) as decay_points
    from {{ ref('int_ledger_this_run') }} as ledger_this_run
    inner join {{ ref('stg_scoring_rules') }} as rules
        on ledger_this_run.rule_number = rules.rule_number
    group by ledger_this_run.person_day_key

),

grades as (

    select * from {{ ref('stg_grades') }}

),

points as (

    select
        people.scorecard,
        people.scored_on,
        people.person_id,
        people.lead_id,
        people.person_day_key,
        {%- for component in ['fit', 'engagement', 'negative'] %}
        {{ amount('coalesce(sums.' ~ component ~ '_points, 0)') }} as {{ component }}_points,
        {%- endfor %}
        {{ amount('coalesce(sums.decay_points, 0)') }} as decay_points
    from people
    left join sums
        on people.person_day_key = sums.person_day_key

),

-- Cuts that hold come first, the highest of them on top; then those that do not, the lowest on top.
{% for axis in ['fit', 'engagement'] -%}
{{ axis }}_grades as (

    select
        points.person_day_key,
        grades.grade,
        row_number() over (
            partition by points.person_day_key
            order by
                case
                    when points.{{ axis }}_points >= grades.min_points or grades.min_points is null then 0
                    else 1
                end asc,
                case when points.{{ axis }}_points >= grades.min_points then grades.min_points end desc nulls last,
                grades.min_points asc nulls first,
                {{ text_order('grades.grade') }} asc
        ) as grade_rank
    from points
    inner join grades
        on points.scorecard = grades.scorecard
    where grades.axis = '{{ axis }}'

),

{% endfor -%}
totalled as (

    select
        points.*,
        points.fit_points + points.engagement_points + points.negative_points as raw_score,
        fit_grades.grade as fit_grade,
        engagement_grades.grade as engagement_grade
    from points
    left join fit_grades
        on
            points.person_day_key = fit_grades.person_day_key
            and fit_grades.grade_rank = 1
    left join engagement_grades
        on
            points.person_day_key = engagement_grades.person_day_key
            and engagement_grades.grade_rank = 1

),

person_points as (

    select
        scorecard,
        scored_on,
        person_id,
        lead_id,
        person_day_key,
        fit_points,
        engagement_points,
        negative_points,
        decay_points,
        {{ amount('raw_score') }} as raw_score,
        {{ amount('least(greatest(raw_score, 0), ' ~ highest_score() ~ ')') }} as score,
        fit_grade,
        engagement_grade
    from totalled

)

select * from person_points
