{#- A share or rate as people read it: '8.1 %'. -#}
{% macro share_as_text(share) -%}
    cast({{ rounded('100 * ' ~ share, 9, 1) }} as {{ dbt.type_string() }}) || ' %'
{%- endmacro %}
