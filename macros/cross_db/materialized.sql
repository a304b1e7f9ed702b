{#- Asks the planner to compute a CTE once (`name as {{ materialized() }} (...)`): planning a long chain
    of window functions otherwise takes DuckDB exponential time. Other engines have no such word, or no need of it. -#}
{% macro materialized() -%}
    {{ return(adapter.dispatch('materialized', 'lead_scoring')()) }}
{%- endmacro %}

{% macro default__materialized() -%} {%- endmacro %}

{% macro duckdb__materialized() -%} materialized {%- endmacro %}

{% macro postgres__materialized() -%} materialized {%- endmacro %}

{% macro redshift__materialized() -%} {%- endmacro %}
