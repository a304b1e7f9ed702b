{#- True where an outcome (a row of int_person_outcomes) came after the scoring day, within the horizon. -#}
{% macro within_horizon() -%}
    days_after_scoring between 1 and {{ var('conversion_horizon_days') }}
{%- endmacro %}
