{#- What a column holds (a list, a struct, JSON) as a text of JSON, and a text as it is. -#}
{% macro json_of(column) -%}
    {%- if column.is_string() or column.dtype | lower in ['varchar', 'text', 'string'] -%}
        {{ return(adapter.quote(column.name)) }}
    {%- endif -%}
    {{ return(adapter.dispatch('json_of', 'lead_scoring')(adapter.quote(column.name))) }}
{%- endmacro %}

{% macro default__json_of(column) -%} cast({{ column }} as {{ dbt.type_string() }}) {%- endmacro %}

{% macro duckdb__json_of(column) -%} cast(to_json({{ column }}) as varchar) {%- endmacro %}

{% macro spark__json_of(column) -%} to_json({{ column }}) {%- endmacro %}

{% macro bigquery__json_of(column) -%} to_json_string({{ column }}) {%- endmacro %}
