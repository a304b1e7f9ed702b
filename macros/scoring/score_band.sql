{#- Number (1 = lowest to 10) of the band a score falls in: ten of equal width over var score_scale, each with its
    lower edge; the top of the scale is in the highest. -#}
{% macro score_band(score) -%}
    {%- set lowest = score_limit('lowest') -%}
    cast(least(10, 1 + floor(({{ score }} - {{ lowest }}) * 10 / ({{ score_limit('highest') }} - {{ lowest }}))) as integer)
{%- endmacro %}
