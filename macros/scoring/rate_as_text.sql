{#- A rate (0-1) as people read it: '8.1 %'. -#}
{% macro rate_as_text(rate) -%}
    cast({{ rounded('100 * ' ~ rate, 9, 1) }} as {{ dbt.type_string() }}) || ' %'
{%- endmacro %}
