{#- A text as marts may show it: with what may be an email address masked, unless var personal_data_in_marts allows it. -#}
{% macro in_marts(text) -%}
    {{ text if var('personal_data_in_marts') else without_addresses(text) }}
{%- endmacro %}

{#- The custom attributes that a row has, as a text of JSON; null where it has none, or where all of them are unknown. -#}
{% macro custom_attributes_as_json(rows) -%}
    {%- set pairs = [] -%}
    {%- for name in custom_attributes() -%}
        {%- set column = rows ~ '.' ~ quoted(name) -%}
        {%- set ns = namespace(text=in_marts(column)) -%}
        {%- for sign, escaped in [
            (text_literal('\\'), text_literal('\\\\')), (text_literal('"'), text_literal('\\"')),
            ('chr(10)', text_literal('\\n')), ('chr(13)', text_literal('\\r')), ('chr(9)', text_literal('\\t')),
        ] -%}
            {%- set ns.text = 'replace(' ~ ns.text ~ ', ' ~ sign ~ ', ' ~ escaped ~ ')' -%}
        {%- endfor -%}
        {%- do pairs.append('case when ' ~ column ~ ' is not null then ' ~ text_literal('"' ~ name ~ '": "') ~ ' || '
            ~ ns.text ~ " || '\"' end") -%}
    {%- endfor -%}
    {%- if not pairs -%} {{ return('cast(null as ' ~ dbt.type_string() ~ ')') }} {%- endif -%}
    '{' || nullif({{ join_texts(', ', pairs) }}, '') || '}'
{%- endmacro %}
