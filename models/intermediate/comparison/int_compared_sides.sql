-- One row per challenger (scorecard), side, scoring day kept for both and person: the same as
-- int_compared_scores, with the two sides one below the other. old is the scorecard in force, new the
-- challenger.
{{ config(materialized='view') }}

with

compared_scores as (

    select * from {{ ref('int_compared_scores') }}

),

compared_sides as (

    {% for side, side_scorecard in {'old': 'scorecard_in_force', 'new': 'scorecard'}.items() -%}
    select
        scorecard,
        scorecard_in_force,
        '{{ side }}' as side,
        {{ side_scorecard }} as side_scorecard,
        scored_on,
        person_id,
        is_latest,
        has_converted,
        {{ side }}_segment as segment,
        {{ side }}_score as score,
        {{ side }}_stage as stage,
        {{ side }}_stage_entered_on as stage_entered_on
    from compared_scores
    {%- if not loop.last %}

    union all

    {% endif %}
    {%- endfor %}

)

select * from compared_sides
