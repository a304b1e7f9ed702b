{#- A figure such as an AUC or a PSI as people read it: two decimals. -#}
{% macro number_as_text(number) -%}
    cast({{ rounded(number, 18, 2) }} as {{ dbt.type_string() }})
{%- endmacro %}
