{#- The tables and views of a schema by their names in lower case, each as the engine has its name, where the engine tells
    them in one query; none where it does not, and then a name has to be tried. -#}
{% macro tables_in_schema(database, schema) -%}
    {{ return(adapter.dispatch('tables_in_schema', 'lead_scoring')(database, schema)) }}
{%- endmacro %}

{% macro default__tables_in_schema(database, schema) -%}
    {%- set names = {} -%}
    {%- set listed -%}
        select table_name from information_schema.tables
        where
            table_schema = {{ text_literal(schema) }}
            and lower(table_catalog) = {{ text_literal(database | lower) }}
        order by table_name
    {%- endset -%}
    {%- for row in run_query(listed).rows -%} {%- do names.update({row[0] | lower: row[0]}) -%} {%- endfor -%}
    {{ return(names) }}
{%- endmacro %}

{% macro spark__tables_in_schema(database, schema) -%} {{ return(none) }} {%- endmacro %}

{% macro bigquery__tables_in_schema(database, schema) -%} {{ return(none) }} {%- endmacro %}

{% macro snowflake__tables_in_schema(database, schema) -%} {{ return(none) }} {%- endmacro %}
