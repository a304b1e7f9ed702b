-- One row per rulebook (side old or new), kept scoring day and person: what the rulebook makes of him.

{%- set sides = ['old', 'new'] %}

with

{% for side in sides -%}
{{ side }}_people as (

    select * from {{ scored_under(side, 'int_scored_people') }}
    where is_kept

),

{{ side }}_stages as (

    select * from {{ scored_under(side, 'int_person_stages') }}

),

{{ side }}_segment_stages as (

    select * from {{ scored_under(side, 'int_segment_stages') }}

),

{% endfor -%}
compared_sides as (
    {% for side in sides %}
    select
        '{{ side }}' as side,
        people.scored_on,
        people.person_id,
        people.lead_id,
        people.segment,
        people.score,
        people.fit_points,
        people.engagement_points,
        people.is_disqualified,
        held.stage,
        segment_stages.stage_rank,
        held.stage_entered_on,
        people.top_reasons
    from {{ side }}_people as people
    inner join {{ side }}_stages as held
        on
            people.scored_on = held.scored_on
            and people.person_id = held.person_id
    left join {{ side }}_segment_stages as segment_stages
        on
            people.segment = segment_stages.segment
            and held.stage = segment_stages.stage
    {%- if not loop.last %}

    union all
    {% endif %}
    {%- endfor %}

)

select * from compared_sides
