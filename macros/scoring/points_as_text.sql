{#- Points as people read them: one decimal. -#}
{% macro points_as_text(points) -%}
    cast({{ rounded(points, 28, 1) }} as {{ dbt.type_string() }})
{%- endmacro %}
