{#- A raw row as one line of text (name=value, missing ones left out), for rejected_records. -#}
{% macro row_as_text(columns) -%}
    coalesce(unreadable_line, concat_ws(
        ', ',
        {%- for column in columns %}
        '{{ column | replace("'", "''") }}=' || {{ adapter.quote(column) }}{{ ',' if not loop.last }}
        {%- endfor %}
    ))
{%- endmacro %}
