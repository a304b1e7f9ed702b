{#- The rows of a rulebook file: each cell without white space at its ends (empty is null), and the row's number. -#}
{% macro seed_rows(seed) -%}
{%- set relation = ref(seed) -%}
select
    {%- for column in rulebook_columns(seed) %}
    {{ clean_text(column) }} as {{ column }},
    {%- endfor %}
    {{ seed_row_number(relation) }} as row_number
from {{ relation }}
{%- endmacro %}

{#- The columns of a rulebook file, as _rulebook__seeds.yml defines them. A unit test has no graph to look them up
    in: its fixture has the columns of the table, which lies in the schema of the models that read it. -#}
{% macro rulebook_columns(seed) -%}
    {%- if not execute -%} {{ return([]) }} {%- endif -%}
    {%- for node in graph.get('nodes', {}).values() if node.resource_type == 'seed' and node.name == seed -%}
        {{ return(node.columns.keys() | list) }}
    {%- endfor -%}
    {%- set relation = adapter.get_relation(model.database, model.schema, seed) -%}
    {{ return(adapter.get_columns_in_relation(relation) | map(attribute='name') | map('lower') | list) }}
{%- endmacro %}
