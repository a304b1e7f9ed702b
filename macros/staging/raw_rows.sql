{#- Every row of a raw table with the columns asked for, as text without white space at the ends.
    A column the input lacks is null; a table it lacks (events, outcomes) has no rows. The column
    _unreadable_line, where the loader made one, holds a line that could not be read as CSV; its column
    _batch numbers the loads. -#}
{% macro raw_rows(table, columns, optional=false, arrival_batches=false) %}
    {%- set relation = source('raw', table) -%}
    {%- set found = load_relation(relation) if execute else none -%}
    {%- set present = adapter.get_columns_in_relation(found) | map(attribute='name') | list if found else [] -%}
    {%- if execute and not found and not optional -%}
        {{ exceptions.raise_compiler_error(
            'There is no table ' ~ relation ~ ': load your input with `make build INPUT=dir` '
            ~ '(or the demo with `make build`), or point the vars raw_schema and raw_leads_table at your table') }}
    {%- endif %}
select
    {%- for column in columns %}
    {% if column in present -%}
        {{ clean_text('cast(' ~ adapter.quote(column) ~ ' as ' ~ dbt.type_string() ~ ')') }}
    {%- else -%}
        cast(null as {{ dbt.type_string() }})
    {%- endif %} as {{ adapter.quote(column) }},
    {%- endfor %}
    {% if '_unreadable_line' in present -%}
        cast(_unreadable_line as {{ dbt.type_string() }})
    {%- else -%}
        cast(null as {{ dbt.type_string() }})
    {%- endif %} as unreadable_line
    {%- if arrival_batches %},
    cast({{ '_batch' if '_batch' in present else 'null' }} as integer) as arrival_batch
    {%- endif %}
    {%- if found %}
from {{ relation }}
    {%- else %}
where 1 = 0
    {%- endif %}
{% endmacro %}
