{#- The highest score that points can come to: the top of the point scale, on which all cuts are, whatever the scale
    shown. -#}
{% macro most_score(points) -%} least({{ points }}, 100) {%- endmacro %}
