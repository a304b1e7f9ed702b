{#- How a part of the events says what is new: by a column _batch, else by the load time that var raw_events_loaded_at names. -#}

{#- The batch of a row: what its column _batch says, else the day of its load time; null where it has neither. own: the
    columns of the part as the engine quotes them, by their names in lower case. -#}
{% macro arrival_batch_of(relation, own) -%}
    {%- set column = load_time_column(relation, own) -%}
    {%- if '_batch' in own or not column -%} {{ return('cast(' ~ own.get('_batch', 'null') ~ ' as integer)') }} {%- endif -%}
    {%- set moment = load_moment(relation, column) -%}
    {{ return(batch_of_day(moment) if moment else batch_of_text(quoted('_load_time'))) }}
{%- endmacro %}

{#- The rows of a part with the text of their load time as _load_time, where arrival_batch_of reads a text: its
    expression would else stand a hundred times in the view, whose text metastores of Spark limit. -#}
{% macro timed_rows(relation, own) -%}
    {%- set column = load_time_column(relation, own) -%}
    {%- if '_batch' in own or not column or load_moment(relation, column) -%} {{ return(relation) }} {%- endif -%}
    (select given.*, {{ clean_text(load_time_text(relation, column)) }} as {{ quoted('_load_time') }} from {{ relation }} as given) as timed
{%- endmacro %}

{#- The load time as a timestamp in UTC, where its column is one with or without a time zone; none where it is read. -#}
{% macro load_moment(relation, column) -%}
    {%- for found in adapter.get_columns_in_relation(relation) if found.name | lower == column -%}
        {%- set name, data_type = adapter.quote(found.name), found.dtype | lower -%}
        {%- if is_plain_timestamp(data_type) -%} {{ return(name) }} {%- endif -%}
        {%- if data_type.startswith('timestamp') -%} {{ return(utc_of(name)) }} {%- endif -%}
    {%- endfor -%}
    {{ return(none) }}
{%- endmacro %}

{#- The load time of a part's rows: the name of its column in lower case, none where the var names none. Of the events of a
    source (var sources) it is what the adapter has as loaded_at. Stops where another part without batches lacks the column. -#}
{% macro load_time_column(relation, own) -%}
    {%- set named = (var('raw_events_loaded_at', none) or '') | lower -%}
    {%- if is_of_a_source(relation) -%} {{ return('loaded_at' if 'loaded_at' in own else none) }} {%- endif -%}
    {%- if not named or named in own or not relation or '_batch' in own -%}
        {{ return(named if named in own else none) }}
    {%- endif -%}
    {{ exceptions.raise_compiler_error(relation ~ ' has no column ' ~ named ~ ', which the var raw_events_loaded_at names'
        ~ closest(named, own.keys() | list)) }}
{%- endmacro %}

{% macro load_time_text(relation, column) -%}
    {%- set moment = load_moment(relation, column) -%}
    {%- if moment -%} {{ return('cast(' ~ moment ~ ' as ' ~ dbt.type_string() ~ ')') }} {%- endif -%}
    {%- for name, text in raw_column_texts(relation).items() if name | lower == column -%} {{ return(text) }} {%- endfor -%}
{%- endmacro %}

{#- The day of a timestamp as a whole number, 20260131; 0 where it is null. -#}
{% macro batch_of_day(moment) -%}
    coalesce(cast(
        extract(year from {{ moment }}) * 10000 + extract(month from {{ moment }}) * 100 + extract(day from {{ moment }})
        as integer), 0)
{%- endmacro %}

{#- The same of a text that holds a time. Of ISO 8601, which most are, the day is read off as it stands: a batch only has
    to be the same whenever the row is read. -#}
{% macro batch_of_text(text) -%}
    case
        when {{ matches_regex(text, '^[0-9]{4}-[0-9]{2}-[0-9]{2}') }}
            then cast(replace(substr({{ text }}, 1, 10), '-', '') as integer)
        else {{ batch_of_day('(' ~ read_timestamp(text) ~ ')') }}
    end
{%- endmacro %}

{#- True of the events that an adapter makes. Its rows may change without their load time, as by another name of a form. -#}
{% macro is_of_a_source(relation) -%}
    {%- for name in sources_in_use() if relation and relation.identifier == name ~ '_events' -%} {{ return(true) }} {%- endfor -%}
    {{ return(false) }}
{%- endmacro %}

{#- A number by which a change of a row shows: of its load time, where that is named; else of all that is read of it.
    Nothing has to be looked at where make loads the table, as it gives rows that changed another batch. -#}
{% macro row_mark(table, part, columns, relation, own) -%}
    {%- set column = load_time_column(relation, own) -%}
    {%- set is_loaded_by_make = not part.get('model') and not part.get('table') and table not in (var('raw_models') or {})
        and execute and load_relation(source('raw', 'input_facts')) is not none -%}
    {%- if not relation or is_loaded_by_make or not (column or '_batch' in own) -%} {{ return('cast(0 as bigint)') }} {%- endif -%}
    {%- if column and not is_of_a_source(relation) -%}
        {{ return(hash_key([load_time_text(relation, column)])) }}
    {%- endif -%}
    {%- set bare = mapped_columns(table, dict(part, values={}, times={}, prefixes={}), raw_column_texts(relation)) -%}
    {%- set texts = [] -%}
    {%- for name in columns if name in bare -%} {%- do texts.append(bare[name]) -%} {%- endfor -%}
    {{ return(hash_key(texts)) }}
{%- endmacro %}
