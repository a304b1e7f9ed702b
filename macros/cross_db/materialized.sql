{#- Asks the planner to compute a CTE once (`name as {{ materialized() }} (...)`): planning a long chain
    of window functions otherwise takes DuckDB exponential time. Spark has no such word. -#}
{% macro materialized() -%}
    {{ return(adapter.dispatch('materialized', 'lead_scoring')()) }}
{%- endmacro %}

{% macro default__materialized() -%} materialized {%- endmacro %}

{% macro spark__materialized() -%} {%- endmacro %}
