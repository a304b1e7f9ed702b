{#- Columns as an ordering, nulls last: which of several copies of a row is kept then depends on what
    they hold and not on the order of the input. -#}
{% macro by_content(columns) -%}
    {%- for column in columns -%}
        {{ text_order(quoted(column)) }} asc nulls last{{ ', ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
