{#- Two rows that a report is cross joined with, so that each row of it counts twice: for its own group, and
    (is_total) for '*', all groups together. -#}
{% macro report_levels() -%}
    select false as is_total
    union all
    select true as is_total
{%- endmacro %}
