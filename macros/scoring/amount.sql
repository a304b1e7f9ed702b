{#- An amount of points as it is stored: eight decimals, so that sums are exact on every engine. -#}
{% macro amount(expression) -%}
    {{ rounded(expression, 28, 8) }}
{%- endmacro %}
