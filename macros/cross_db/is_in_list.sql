{#- True where a text is one of the literals. For a column that a view computes and not every query needs. -#}
{% macro is_in_list(text, literals) -%}
    {{ return(adapter.dispatch('is_in_list', 'lead_scoring')(text, literals)) }}
{%- endmacro %}

{% macro default__is_in_list(text, literals) -%} {{ text }} in ({{ literals | join(', ') }}) {%- endmacro %}

{#- DuckDB joins to a list of five or more constants, also where nobody asks for the column: counting the rows of a
    view would read all its texts. -#}
{% macro duckdb__is_in_list(text, literals) -%} list_contains([{{ literals | join(', ') }}], {{ text }}) {%- endmacro %}
