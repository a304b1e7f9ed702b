{#- Schemas are named as the folders say (staging, marts, ...), without the target's schema in front:
    BI and sync tools then find the same names in every warehouse. In a team's own project, of which this one is a
    package, they are named as dbt names them (analytics_marts), or as the team's own macro of this name says. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {%- if project_name == 'lead_scoring' -%}
        {{ (custom_schema_name or target.schema) | trim }}
    {%- else -%}
        {{ dbt.generate_schema_name(custom_schema_name, node) }}
    {%- endif -%}
{%- endmacro %}
