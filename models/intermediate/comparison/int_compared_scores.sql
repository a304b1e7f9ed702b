-- One row per kept scoring day and person: what the old and the new rulebook make of him, side by side.

{%- set told = [
    'segment', 'score', 'fit_points', 'engagement_points', 'is_disqualified', 'stage', 'stage_rank',
    'top_reasons',
] %}

with

old_sides as (

    select * from {{ ref('int_compared_sides') }}
    where side = 'old'

),

new_sides as (

    select * from {{ ref('int_compared_sides') }}
    where side = 'new'

),

paired as (

    select
        {%- for column in told %}
        old_sides.{{ column }} as old_{{ column }},
        new_sides.{{ column }} as new_{{ column }},
        {%- endfor %}
        old_sides.scored_on,
        old_sides.person_id,
        old_sides.lead_id
    from old_sides
    inner join new_sides
        on
            old_sides.scored_on = new_sides.scored_on
            and old_sides.person_id = new_sides.person_id

),

-- The disqualified stand below all stages of a rulebook.
compared_scores as (

    select
        *,
        case
            when old_stage = new_stage then 'none'
            when new_is_disqualified or new_stage_rank < old_stage_rank then 'down'
            when old_is_disqualified or new_stage_rank > old_stage_rank then 'up'
            else 'renamed'
        end as movement
    from paired

)

select * from compared_scores
