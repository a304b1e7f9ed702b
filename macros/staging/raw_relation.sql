{#- The table of the input that holds leads, events or outcomes: the team's model of it, where var raw_models names one,
    else the source. None where there is none, which leads cannot be without. -#}
{% macro raw_relation(table) -%}
    {%- set model = (var('raw_models') or {}).get(table) -%}
    {%- set relation = ref(model) if model else source('raw', table) -%}
    {%- set found = load_relation(relation) if execute and (model or var('raw_' ~ table ~ '_table', table)) else none -%}
    {%- if execute and not found and table == 'leads' -%}
        {{ exceptions.raise_compiler_error(
            'There is no table ' ~ relation ~ ': load your input with `make build INPUT=dir` '
            ~ '(or the demo with `make build`), or point the vars raw_schema and raw_leads_table at your table') }}
    {%- endif -%}
    {{ return(found) }}
{%- endmacro %}

{#- The columns of a table of the input: their names in lower case, and how the engine quotes them. Where var
    raw_columns says that a column of the contract has another name, that one stands for it. -#}
{% macro raw_column_names(table, relation) -%}
    {%- set names = {} -%}
    {%- for column in (adapter.get_columns_in_relation(relation) if relation else []) -%}
        {%- do names.update({column.name | lower: adapter.quote(column.name)}) -%}
    {%- endfor -%}
    {%- for name, given in ((var('raw_columns') or {}).get(table) or {}).items() if relation -%}
        {%- if given | lower not in names -%}
            {{ exceptions.raise_compiler_error(
                'var raw_columns says that ' ~ name ~ ' of ' ~ table ~ ' is the column ' ~ given ~ ', but ' ~ relation
                ~ ' has none of that name; it has ' ~ (names | join(', '))) }}
        {%- endif -%}
        {%- do names.update({name | lower: names[given | lower]}) -%}
    {%- endfor -%}
    {{ return(names) }}
{%- endmacro %}
