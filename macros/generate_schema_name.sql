{#- Schemas are named as the folders say (staging, marts, ...), without the target's schema in front:
    BI and sync tools then find the same names in every warehouse. In a team's own project, of which this one is a
    package, they are named as dbt names them (analytics_marts), or as the team's own generate_schema_name says: under
    that name this macro would come before the team's, as dbt asks a package's own macros first. -#}
{% macro default__generate_schema_name(custom_schema_name, node) -%}
    {%- if project_name == 'lead_scoring' -%}
        {{ (custom_schema_name or target.schema) | trim }}
    {%- else -%}
        {{ dbt.default__generate_schema_name(custom_schema_name, node) }}
    {%- endif -%}
{%- endmacro %}
