{#- A rate as people read it, with the counts it comes from: '8.1 % (3 of 37)'. -#}
{% macro percent_as_text(part, whole) -%}
    cast({{ rounded('100 * ' ~ share(part, whole), 9, 1) }} as {{ dbt.type_string() }}) || ' % ('
    || cast({{ part }} as {{ dbt.type_string() }}) || ' of '
    || cast({{ whole }} as {{ dbt.type_string() }}) || ')'
{%- endmacro %}
