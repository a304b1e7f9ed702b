{#- What is in a schema. Of Iceberg tables `show table extended` says that they are something else, so that dbt would
    not replace them in one step; the error that Spark has for tables it does not know lets dbt look at each. -#}
{% macro spark__list_relations_without_caching(relation) -%}
    {%- if env_var('LEAD_SCORING_SPARK_FORMAT', 'parquet') == 'iceberg' -%}
        {{ exceptions.raise_compiler_error('SHOW TABLE EXTENDED is not supported for v2 tables') }}
    {%- endif -%}
    {{ return(dbt.spark__list_relations_without_caching(relation)) }}
{%- endmacro %}

{#- Databricks would take the macro of Spark that stands nearer than its own. -#}
{% macro databricks__list_relations_without_caching(schema_relation) -%}
    {{ return(dbt.databricks__list_relations_without_caching(schema_relation)) }}
{%- endmacro %}
