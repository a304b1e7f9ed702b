{#- The highest score that points can come to: they end at the top of the usual scale. A scale that
    var score_scale sets for a run clips the scores, but does not condemn the rulebook. -#}
{% macro most_score(points) -%}
    {%- if var('score_scale') | list == [0, 100] -%}
        least({{ points }}, {{ score_limit('highest') }})
    {%- else -%}
        {{ points }}
    {%- endif -%}
{%- endmacro %}
