{#- A figure such as an AUC or a PSI as people read it: two decimals. -#}
{% macro number_as_text(number) -%}
    cast(cast({{ number }} as decimal(18, 2)) as {{ dbt.type_string() }})
{%- endmacro %}
