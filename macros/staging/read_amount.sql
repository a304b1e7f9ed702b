{#- The amount of money that a text holds, else null. 10^15 and more is a slip of the keyboard, and fits no column. -#}
{% macro read_amount(text) -%}
    case when abs({{ read_number(text) }}) < 1e15 then {{ read_number(text) }} end
{%- endmacro %}
