{#- The row of a seed's CSV file, its header being row 1, so that a message can name it.
    Relies on the order in which dbt loads seeds; null where the engine keeps none, and where the rows are no table's:
    in unit tests and with --empty. -#}
{% macro seed_row_number(relation) -%}
    {%- if relation.is_cte or relation.limit is not none -%}
        {{ return(lead_scoring.default__seed_row_number()) }}
    {%- endif -%}
    {{ return(adapter.dispatch('seed_row_number', 'lead_scoring')()) }}
{%- endmacro %}

{% macro default__seed_row_number() -%} cast(null as integer) {%- endmacro %}

{% macro duckdb__seed_row_number() -%} cast(row_number() over (order by rowid) + 1 as integer) {%- endmacro %}

{#- Spark numbers the rows of a seed's files as they were written. -#}
{% macro spark__seed_row_number() -%}
    cast(row_number() over (order by monotonically_increasing_id()) + 1 as integer)
{%- endmacro %}

{% macro redshift__seed_row_number() -%} cast(null as integer) {%- endmacro %}

{% macro postgres__seed_row_number() -%} cast(row_number() over (order by ctid) + 1 as integer) {%- endmacro %}
