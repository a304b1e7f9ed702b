{#- Every row of a raw table with the columns asked for, as text without white space at the ends.
    A column the input lacks is null; a table it lacks (events, outcomes) has no rows. The column
    _unreadable_line, where the loader made one, holds a line that could not be read as CSV; its column
    _batch numbers the loads. -#}
{% macro raw_rows(table, columns, arrival_batches=false) %}
    {%- set relation = raw_relation(table) -%}
    {%- set names = raw_column_names(table, relation) -%}
select
    {%- for column in columns %}
    {% if column | lower in names -%}
        {{ clean_text('cast(' ~ names[column | lower] ~ ' as ' ~ dbt.type_string() ~ ')') }}
    {%- else -%}
        cast(null as {{ dbt.type_string() }})
    {%- endif %} as {{ quoted(column) }},
    {%- endfor %}
    {% if '_unreadable_line' in names -%}
        cast({{ names['_unreadable_line'] }} as {{ dbt.type_string() }})
    {%- else -%}
        cast(null as {{ dbt.type_string() }})
    {%- endif %} as unreadable_line
    {%- if arrival_batches %},
    cast({{ names.get('_batch', 'null') }} as integer) as arrival_batch
    {%- endif %}
    {%- if relation %}
from {{ relation }}
    {%- else %}
from (select 1 as nothing) as no_table
where 1 = 0
    {%- endif %}
{% endmacro %}
