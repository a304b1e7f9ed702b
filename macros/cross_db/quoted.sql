{#- The name of a column of the input or of a lead in quotes, as an unquoted one would be understood: Snowflake keeps
    unquoted names in capitals. -#}
{% macro quoted(column) -%}
    {{ return(adapter.dispatch('quoted', 'lead_scoring')(column)) }}
{%- endmacro %}

{% macro default__quoted(column) -%} {{ return(adapter.quote(column | replace('"', '""'))) }} {%- endmacro %}

{% macro snowflake__quoted(column) -%} {{ return(adapter.quote(column | upper)) }} {%- endmacro %}
