{#- dbt asks for the types of a contract by casting nulls to them. BigQuery takes no digits in a cast. -#}
{% macro bigquery__get_empty_schema_sql(columns) -%}
    {%- set bare = {} -%}
    {%- for name, column in columns.items() -%}
        {%- do bare.update({name: dict(column, data_type=column['data_type'].split('(')[0])}) -%}
    {%- endfor -%}
    {{ return(dbt.default__get_empty_schema_sql(bare)) }}
{%- endmacro %}
