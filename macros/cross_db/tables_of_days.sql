{#- The names of the tables of a schema that hold a day each: one of some prefixes, then YYYYMMDD. -#}
{% macro tables_of_days(database, schema, prefixes) -%}
    {{ return(adapter.dispatch('tables_of_days', 'lead_scoring')(database, schema, prefixes)) }}
{%- endmacro %}

{% macro default__tables_of_days(database, schema, prefixes) -%}
    {%- set names = tables_in_schema(database, schema) or {} -%}
    {{ return(named_by_day(names.values(), prefixes)) }}
{%- endmacro %}

{% macro bigquery__tables_of_days(database, schema, prefixes) -%}
    {%- set listed -%}
        select table_name from {{ adapter.quote(database) }}.{{ adapter.quote(schema) }}.INFORMATION_SCHEMA.TABLES
    {%- endset -%}
    {{ return(named_by_day(run_query(listed).columns[0].values(), prefixes)) }}
{%- endmacro %}

{#- Of some names those that are one of the prefixes and a day. -#}
{% macro named_by_day(names, prefixes) -%}
    {%- set found = [] -%}
    {%- for name in names -%}
        {%- for prefix in prefixes if name.lower().startswith(prefix) and name | length == prefix | length + 8
            and name[prefix | length:].isdigit() -%}
            {%- do found.append(name) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(found | sort) }}
{%- endmacro %}
