{#- The column by whose values a table is kept in parts, so that what a run writes again is found without reading the
    rest: a config that only Spark asks for. -#}
{% macro partition_column(column) -%}
    {{ return(adapter.dispatch('partition_column', 'lead_scoring')(column)) }}
{%- endmacro %}

{% macro default__partition_column(column) -%} {{ return(none) }} {%- endmacro %}

{% macro spark__partition_column(column) -%} {{ return(column) }} {%- endmacro %}

{#- Rows of a Delta table are found by its statistics. -#}
{% macro databricks__partition_column(column) -%} {{ return(none) }} {%- endmacro %}
