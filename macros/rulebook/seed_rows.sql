{#- The rows of a rulebook file: the scorecard, each cell without white space at its ends (empty is null), and where
    the row stands: file_name (null: rulebook_path tells) and row_number. Rows that are filled in from the default
    rulebook are not checked: a stage for a segment that the rulebook in force does away with does no harm. Columns that
    not every file has are cast, as dbt takes them for numbers in a file without rows. -#}
{% macro seed_rows(seed) -%}
{%- set relation = ref(seed) -%}
select
    {{ scorecard_of_row() }} as scorecard,
    {%- for column in rulebook_columns(seed) %}
    {{ clean_text(column) }} as {{ column }},
    {%- endfor %}
    cast(file_name as {{ dbt.type_string() }}) as file_name,
    coalesce(
        {{ read_integer("replace(cast(file_row as " ~ dbt.type_string() ~ "), 'row ', '')") }},
        {{ seed_row_number(relation) }}
    ) as row_number,
    coalesce(cast(file_row as {{ dbt.type_string() }}) = 'filled in', false) as is_filled_in
from {{ relation }}
{%- endmacro %}

{#- The scorecard a row of a seed belongs to. -#}
{% macro scorecard_of_row() -%}
    coalesce(lower({{ clean_text('cast(scorecard as ' ~ dbt.type_string() ~ ')') }}), 'default')
{%- endmacro %}

{#- The columns of a rulebook file, as _rulebook__seeds.yml defines them, without those that tell where a row stands.
    A unit test has no graph to look them up in: its fixture has the columns of the table, which lies in the schema of
    the models that read it. -#}
{% macro rulebook_columns(seed) -%}
    {%- if not execute -%} {{ return([]) }} {%- endif -%}
    {%- set ns = namespace(columns=none) -%}
    {%- for node in graph.get('nodes', {}).values() if node.resource_type == 'seed' and node.name == seed -%}
        {%- set ns.columns = node.columns.keys() -%}
    {%- endfor -%}
    {%- if ns.columns is none -%}
        {%- set table = adapter.get_relation(model.database, model.schema, seed) -%}
        {%- set ns.columns = adapter.get_columns_in_relation(table) | map(attribute='name') | map('lower') -%}
    {%- endif -%}
    {{ return(ns.columns | reject('in', ['scorecard', 'file_name', 'file_row']) | list) }}
{%- endmacro %}

{#- A hook of each seed of the rulebook: its table gets the columns that the file leaves out. So a table made before
    CHALLENGER was given, or before a release added a column, takes the new file without --full-refresh.
    is_loaded: after the file is loaded, so that the table is there for sure. -#}
{% macro add_missing_columns(is_loaded=false) -%}
    {%- if execute and (is_loaded or not (should_full_refresh() or load_relation(this) is none)) -%}
        {%- set there = adapter.get_columns_in_relation(this) | map(attribute='name') | map('lower') | list -%}
        {%- set missing = [] -%}
        {%- for column in model.columns if column not in there -%}
            {%- do missing.append(api.Column(column, dbt.type_string())) -%}
        {%- endfor -%}
        {%- if missing -%} {%- do alter_relation_add_remove_columns(this.incorporate(type='table'), missing, none) -%} {%- endif -%}
    {%- endif -%}
{%- endmacro %}
