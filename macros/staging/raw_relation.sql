{#- The table of the input that holds a part of leads, events, outcomes or identities: the model or table that the mapping
    names, else the team's model of it, where var raw_models names one, else the source. None if there is none, which
    leads cannot be without. -#}
{% macro raw_relation(table, part={}) -%}
    {%- set model = part.get('model') or (var('raw_models') or {}).get(table) -%}
    {%- set relation = ref(model) if model else source('raw', table) -%}
    {%- if part.get('table') -%}
        {%- set relation = source('raw', table).incorporate(path={'identifier': part['table']}) -%}
    {%- endif -%}
    {%- set is_named = model or part.get('table') or var('raw_' ~ table ~ '_table', table) -%}
    {%- set found = load_relation(relation) if execute and is_named else none -%}
    {%- if execute and not found and (table == 'leads' or part.get('table')) -%}
        {{ exceptions.raise_compiler_error(
            'There is no table ' ~ relation ~ ': load your input with `make build INPUT=dir` '
            ~ '(or the demo with `make build`), or point the vars raw_schema and raw_leads_table at your table') }}
    {%- endif -%}
    {{ return(found) }}
{%- endmacro %}

{#- The columns of a table of the input by their names, each as SQL of a text. Whole numbers that the engine keeps as
    floating ones are written without a point. -#}
{% macro raw_column_texts(relation) -%}
    {%- set texts = {} -%}
    {%- for column in (adapter.get_columns_in_relation(relation) if relation else [])
        if column.name | lower not in ['_unreadable_line', '_batch'] -%}
        {%- set name = adapter.quote(column.name | replace('"', '""')) -%}
        {%- set text = 'cast(' ~ name ~ ' as ' ~ dbt.type_string() ~ ')' -%}
        {%- if column.is_float() or column.dtype | lower in ['double', 'float', 'real', 'float64'] -%}
            {%- set text = 'case when abs(' ~ name ~ ') < 1e15 and ' ~ name ~ ' = floor(' ~ name ~ ') then cast(cast('
                ~ name ~ ' as bigint) as ' ~ dbt.type_string() ~ ') else ' ~ double_as_text(name) ~ ' end' -%}
        {%- endif -%}
        {%- do texts.update({column.name: text}) -%}
    {%- endfor -%}
    {{ return(texts) }}
{%- endmacro %}
