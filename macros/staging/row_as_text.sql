{#- A raw row as one line of text (name=value, missing ones left out), for rejected_records. Columns whose
    text stands under another name are listed in `given`. Masked, values that may be about a person are shapes of
    themselves: those of var personal_columns, of columns that the contract does not know, of email addresses
    anywhere, and lines that could not be read, as nobody knows what is where in them. -#}
{% macro row_as_text(columns, given={}, is_masked=false) -%}
    {%- set known = lead_columns() + event_columns() + outcome_columns() + identity_columns() -%}
    {%- set texts = [] -%}
    {%- for column in columns -%}
        {%- set value = quoted(given.get(column, column)) -%}
        {%- if is_masked and (column in var('personal_columns') or column not in known) -%}
            {%- set value = shape_of(value) -%}
        {%- elif is_masked -%}
            {%- set value = without_addresses(value) -%}
        {%- endif -%}
        {%- do texts.append(text_literal(column ~ '=') ~ ' || ' ~ value) -%}
    {%- endfor -%}
    coalesce(
        {{ shape_of('unreadable_line') if is_masked else 'unreadable_line' }},
        {{ join_texts(', ', texts) }}
    )
{%- endmacro %}

{#- A text, or its shape where an email address may be in it. -#}
{% macro without_addresses(text) -%}
    case when {{ text }} like '%@%' then {{ shape_of(text) }} else {{ text }} end
{%- endmacro %}
