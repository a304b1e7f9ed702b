{#- A raw row as one line of text (name=value, missing ones left out), for rejected_records. Columns whose
    text stands under another name are listed in `given`. -#}
{% macro row_as_text(columns, given={}) -%}
    coalesce(unreadable_line, concat_ws(
        ', ',
        {%- for column in columns %}
        '{{ column | replace("'", "''") }}=' || {{ adapter.quote(given.get(column, column)) }}{{ ',' if not loop.last }}
        {%- endfor %}
    ))
{%- endmacro %}
