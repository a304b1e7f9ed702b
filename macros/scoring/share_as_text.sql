{#- A share or rate as people read it: '8.1 %'. -#}
{% macro share_as_text(share) -%}
    cast(cast(100 * {{ share }} as decimal(9, 1)) as {{ dbt.type_string() }}) || ' %'
{%- endmacro %}
