{#- Every row of a table of the input with the columns asked for, as text: white space at the ends is taken off, words for
    missing are null, ids and addresses are as they can be compared. A column the input lacks is null; a table it lacks
    (all but leads) has no rows. null_words lists the columns whose text was a word for missing. The column
    _unreadable_line, where the loader made one, holds a line that could not be read as CSV; its column _batch numbers the
    loads; row_mark is what tells that a batch has changed.
    only: a macro that makes a condition on rows of the columns' texts by name, for a caller that needs few of them: what is
    left out is not read as text. is_distinct: each text once a batch, without unreadable_line and row_mark. -#}
{% macro raw_rows(table, columns, arrival_batches=false, only=none, is_distinct=false) %}
    {%- set lasting = [] -%}
    {%- do lasting.append('unreadable_line') if not is_distinct -%}
    {%- do lasting.append('arrival_batch') if arrival_batches -%}
    {%- do lasting.append('row_mark') if arrival_batches and not is_distinct -%}
    {%- set rows = null_word_rows() -%}
with

delivered as (
    {% for part in mapping_of(table) %}
    {{ raw_part(table, part, columns, lasting, only, is_distinct) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

cleaned as (

    select
        {%- for column in columns %}
        {{ clean_text(quoted(column)) }} as {{ quoted(column) }},
        {%- endfor %}
        {{ lasting | join(', ') }}
    from delivered

),

compared as (

    select
        {%- for column in columns %}
        {% if column == 'email' -%} {{ read_email_address(quoted(column)) }} as {{ quoted(column) }},
        {%- elif column in id_columns() -%} {{ read_id(quoted(column)) }} as {{ quoted(column) }},
        {%- else -%} {{ quoted(column) }},
        {%- endif %}
        {%- endfor %}
        {{ lasting | join(', ') }}
    from cleaned

),

{#- The list of words stands here once for each column: metastores of Spark limit the text of a view. #}
told as (

    select
        {%- for column in columns %}
        {{ quoted(column) }},
        case when not ({{ is_null_word(quoted(column), null_words(table, column, rows)) }}) then {{ quoted(column) }} end
            as {{ quoted('_' ~ loop.index) }},
        {%- endfor %}
        {{ lasting | join(', ') }}
    from compared

)

select
    {%- set listed = [] %}
    {%- for column in columns %}
    {%- set value = quoted('_' ~ loop.index) -%}
    {%- do listed.append('case when ' ~ quoted(column) ~ ' is not null and ' ~ value ~ ' is null then '
        ~ text_literal(column) ~ ' end') %}
    {{ value }} as {{ quoted(column) }},
    {%- endfor %}
    nullif({{ join_texts(' ', listed) }}, '') as null_words,
    {{ lasting | join(', ') }}
from told
{% endmacro %}

{#- The rows of one part of a table, with its mapping. lasting: which columns of the loader it has. -#}
{% macro raw_part(table, part, columns, lasting, only, is_distinct) -%}
    {%- set relation = raw_relation(table, part) -%}
    {%- set texts = raw_column_texts(relation) -%}
    {%- set own = {} -%}
    {%- for column in (adapter.get_columns_in_relation(relation) if relation else []) -%}
        {%- do own.update({column.name | lower: adapter.quote(column.name)}) -%}
    {%- endfor -%}
    {%- set mapped = mapped_columns(table, part, texts) if relation else {} -%}
    {%- for column, rivals in rival_columns(table, part, texts).items() if column in columns -%}
        {{ exceptions.raise_compiler_error(relation ~ ' has ' ~ rivals | length ~ ' columns called ' ~ column ~ ' ('
            ~ rivals | join(', ') ~ '); name the one that is meant in the var mapping, or rename the other') }}
    {%- endfor -%}
    {%- do check_words(table, part, texts, relation) if relation -%}
    {%- set nothing = 'cast(null as ' ~ dbt.type_string() ~ ')' -%}
    {%- set conditions = [] -%}
    {%- do conditions.append(mapped_filter(part, texts)) if part.get('where') or part.get('where_not') -%}
    {%- do conditions.append(only(mapped)) if only -%}
    select{{ ' distinct' if is_distinct }}
        {%- for column in columns %}
        {{ mapped.get(column, nothing) }} as {{ quoted(column) }},
        {%- endfor %}
        {%- for column in lasting %}
        {% if column == 'unreadable_line' -%}
            {{ 'cast(' ~ own['_unreadable_line'] ~ ' as ' ~ dbt.type_string() ~ ')' if '_unreadable_line' in own else nothing }}
        {%- elif column == 'arrival_batch' -%} {{ arrival_batch_of(relation, own) }}
        {%- else -%} {{ row_mark(table, part, columns, relation, own) }}
        {%- endif %} as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    {%- if relation %}
    from {{ timed_rows(relation, own) if 'arrival_batch' in lasting else relation }}
    {{ 'where ' ~ conditions | join(' and ') if conditions }}
    {%- else %}
    from (select 1 as nothing) as no_table
    where 1 = 0
    {%- endif %}
{%- endmacro %}
