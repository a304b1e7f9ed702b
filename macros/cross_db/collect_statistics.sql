{#- Post-hook of every model: lets the planner know what a run has just written. Postgres looks by itself only now
    and then, and until then may join two large tables row by row. -#}
{% macro collect_statistics() -%}
    {{ return(adapter.dispatch('collect_statistics', 'lead_scoring')()) }}
{%- endmacro %}

{% macro default__collect_statistics() -%} {%- endmacro %}

{% macro postgres__collect_statistics() -%}
    {%- if model.config.materialized != 'view' -%} analyze {{ this }} {%- endif -%}
{%- endmacro %}

{#- Redshift looks by itself. -#}
{% macro redshift__collect_statistics() -%} {%- endmacro %}
