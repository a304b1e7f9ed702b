{#- A month as a day in it: 2026-01 as its first, other texts as they are. -#}
{% macro month_as_day(text) -%}
    case when {{ matches_regex(text, '^[0-9]{4}-[0-9]{1,2}$') }} then {{ text }} || '-01' else {{ text }} end
{%- endmacro %}
