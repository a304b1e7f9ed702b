{#- The columns that are read of the sources in use and that are there now: source, connection, entity and column. -#}
{% macro columns_read() -%}
    {%- set rows = [] -%}
    {%- for source_name in sources_in_use() -%}
        {%- for entity in source_tables(source_name) -%}
            {%- for connection in connections_of(source_name) -%}
                {%- set there = [] -%}
                {%- for relation in entity_relations(source_name, entity, connection) if relation -%}
                    {%- do there.extend(columns_of_table(source_name, entity, connection, relation)) -%}
                {%- endfor -%}
                {%- for column in there | unique -%} {%- do rows.append([source_name, connection['name'], entity, column]) -%} {%- endfor -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(rows) }}
{%- endmacro %}

{#- The columns and attributes of an entity that a table of a connection has, by the name that the project gives them. -#}
{% macro columns_of_table(source_name, entity, connection, relation) -%}
    {%- set spec = source_tables(source_name)[entity] -%}
    {%- set found, there = {}, [] -%}
    {%- for column in adapter.get_columns_in_relation(relation) -%} {%- do found.update({column.name | lower: column}) -%} {%- endfor -%}
    {%- set names_there = found.keys() | list + nested_columns(spec, found).keys() | list -%}
    {%- set own = (connection.get('columns') or {}).get(entity) or {} -%}
    {%- for name, column in spec['columns'].items() -%}
        {%- set names = [own[name]] if own.get(name) else spelled(column['names'], source_spellings(source_name)) -%}
        {%- if names | map('lower') | select('in', names_there) | list -%} {%- do there.append(name) -%} {%- endif -%}
    {%- endfor -%}
    {%- for name, given in (connection.get('attributes') or {}).items()
        if entity in people_of(source_name) and given | string | lower in found -%}
        {%- do there.append(plain_name(name)) -%}
    {%- endfor -%}
    {{ return(there) }}
{%- endmacro %}
