{#- True where points (an alias with score, fit_points, engagement_points and a prefix for the side) reach all cuts
    of a stage (an alias of int_segment_stages); a cut that is null is none. -#}
{% macro reaches_cuts(points, side, cuts) -%}
    (
        {{ cuts }}.stage is not null
        {%- for column in ['score', 'fit_points', 'engagement_points'] %}
        and {{ points }}.{{ side }}_{{ column }} >= coalesce({{ cuts }}.min_{{ column }}, {{ points }}.{{ side }}_{{ column }})
        {%- endfor %}
    )
{%- endmacro %}
