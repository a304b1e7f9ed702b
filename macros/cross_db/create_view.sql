{#- Statement that makes a view in place of the last one. In a Hive metastore an Iceberg view that is replaced goes on
    saying what it said (apache/iceberg pull request 15490), so there the last one is dropped first. -#}
{% macro spark__get_create_view_as_sql(relation, sql) -%}
    {%- if env_var('LEAD_SCORING_SPARK_FORMAT', 'parquet') == 'iceberg' -%}
        {%- do run_query('drop view if exists ' ~ relation) -%}
    {%- endif -%}
    {{ return(create_view_as(relation, sql)) }}
{%- endmacro %}

{#- On DuckDB dbt names tables with the database, which is the name of the file or what it is attached as: in a copy of
    another name a view would look for a database that is not there. Without it DuckDB looks in the view's own database.
    Where that is called like one of the schemas, the short name would have two meanings, and the long one stays. -#}
{% macro duckdb__create_view_as(relation, sql) -%}
    {%- set database = adapter.quote(relation.database) ~ '.' -%}
    {%- if model.package_name == 'lead_scoring' and database ~ database not in sql -%}
        {%- set sql = sql | replace(database ~ '"', '"') -%}
    {%- endif -%}
    {{ return(dbt.duckdb__create_view_as(relation, sql)) }}
{%- endmacro %}
