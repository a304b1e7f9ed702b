{#- A share or rate between 0 and 1 as it is stored: six decimals; null where there is nothing to divide by. -#}
{% macro share(part, whole) -%}
    cast(cast({{ part }} as {{ type_double() }}) / nullif({{ whole }}, 0) as {{ type_decimal(9, 6) }})
{%- endmacro %}
