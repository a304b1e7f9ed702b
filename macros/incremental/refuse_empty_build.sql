{#- Hook at the start of a run: `dbt build --empty`, a dry run on tables without rows, replaces all tables by empty ones.
    Where scores are kept it would delete them, so it stops before anything is written. -#}
{% macro refuse_empty_build() -%}
    {%- set packages = [] -%}
    {%- for resource in selected_resources -%} {%- do packages.append(resource.split('.')[1]) -%} {%- endfor -%}
    {%- if execute and flags.EMPTY and 'lead_scoring' in packages -%}
        {{ lead_scoring.refuse_engine_without_empty() }}
        {%- for node in graph.nodes.values()
            if node.package_name == 'lead_scoring' and node.config.materialized in ['incremental', 'snapshot'] -%}
            {%- set kept = load_relation(api.Relation.create(
                database=node.database, schema=node.schema, identifier=node.alias)) -%}
            {%- if kept and run_query('select 1 as one from ' ~ kept ~ ' limit 1').rows -%}
                {{ exceptions.raise_compiler_error(
                    'dbt build --empty would replace scores and their history with empty tables, and ' ~ kept
                    ~ ' holds rows: run it in a database or schema that holds none, as a target for CI does, or leave'
                    ~ ' lead_scoring out of it with --exclude package:lead_scoring') }}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}

{% macro refuse_engine_without_empty() -%}
    {{ return(adapter.dispatch('refuse_engine_without_empty', 'lead_scoring')()) }}
{%- endmacro %}

{% macro default__refuse_engine_without_empty() -%} {%- endmacro %}

{#- dbt-postgres gives each table without rows an alias of its own, so that a query cannot give it another. -#}
{% macro postgres__refuse_engine_without_empty() -%}
    {{ exceptions.raise_compiler_error(
        'dbt build --empty does not work on ' ~ target.type ~ ' for queries that give their tables names'
        ~ ' (dbt-labs/dbt-adapters issue 199): leave lead_scoring out of it with --exclude package:lead_scoring, or'
        ~ ' run it on DuckDB') }}
{%- endmacro %}
