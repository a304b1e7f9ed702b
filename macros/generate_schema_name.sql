{#- Schemas are named as the folders say (staging, marts, ...), without the target's schema in front:
    BI and sync tools then find the same names in every warehouse. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ (custom_schema_name or target.schema) | trim }}
{%- endmacro %}
