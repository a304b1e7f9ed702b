{#- Statement that makes a view in place of the last one. In a Hive metastore an Iceberg view that is replaced goes on
    saying what it said (apache/iceberg pull request 15490), so there the last one is dropped first. -#}
{% macro spark__get_create_view_as_sql(relation, sql) -%}
    {%- if env_var('LEAD_SCORING_SPARK_FORMAT', 'parquet') == 'iceberg' -%}
        {%- do run_query('drop view if exists ' ~ relation) -%}
    {%- endif -%}
    {{ return(create_view_as(relation, sql)) }}
{%- endmacro %}
