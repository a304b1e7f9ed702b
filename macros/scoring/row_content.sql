{#- What columns say as one text, so that two states of a row can be told apart. -#}
{% macro row_content(columns) -%}
    concat_ws(
        '|',
        {%- for column in columns %}
        coalesce(cast({{ column }} as {{ dbt.type_string() }}), ''){{ ',' if not loop.last }}
        {%- endfor %}
    )
{%- endmacro %}
