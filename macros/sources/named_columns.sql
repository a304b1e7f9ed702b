{#- A table of names in short: 'column: type name name ...' becomes {column: {type, names}}. The types are text,
    time, number, boolean, json, list (a JSON list of ids as one with semicolons), id (with the prefix of its connection)
    and shared_id (with it only where a connection has users of its own); prefix and channel are constants of the
    connection. -#}
{% macro named_columns(lines) -%}
    {%- set columns = {} -%}
    {%- for line in lines -%}
        {%- set name, rest = line.split(': ')[0], line.split(': ')[1].split(' ') -%}
        {%- do columns.update({name: {'type': rest[0], 'names': rest[1:]}}) -%}
    {%- endfor -%}
    {{ return(columns) }}
{%- endmacro %}
