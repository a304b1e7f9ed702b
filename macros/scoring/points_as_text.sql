{#- Points as people read them: one decimal. -#}
{% macro points_as_text(points) -%}
    cast(cast({{ points }} as decimal(28, 1)) as {{ dbt.type_string() }})
{%- endmacro %}
