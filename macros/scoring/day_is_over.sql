{#- The moment (UTC) at which a day is over and its scores are known: the midnight that ends it. -#}
{% macro day_is_over(day) -%}
    cast({{ add_days(day, 1) }} as timestamp)
{%- endmacro %}
