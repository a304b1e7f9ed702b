{#- A value of the input as a message may show it: with an x for each letter and a 9 for each digit where an email address
    may be in it. Messages end up in logs, which more people read than the warehouse. -#}
{% macro shown_value(text) -%}
    {%- if '@' not in text -%} {{ return(text) }} {%- endif -%}
    {{ return(modules.re.sub('[^ -~]|[A-Za-z@]', 'x', modules.re.sub('[0-9]', '9', text))) }}
{%- endmacro %}

{#- The same for what should be a time: words that no time is written with may be somebody's name. -#}
{% macro shown_time(text) -%}
    {%- set ns = namespace(text=shown_value(text)) -%}
    {%- for word in modules.re.findall('[^\\W\\d_]+', text) if word | length > 1 -%}
        {%- if word[:3] | lower not in ('jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec', 'mon',
            'tue', 'wed', 'thu', 'fri', 'sat', 'sun', 'am', 'pm', 'utc', 'gmt', 'th', 'st', 'nd', 'rd')
            or word | length > 9 -%}
            {%- set ns.text = ns.text | replace(word, 'x' * (word | length)) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(ns.text) }}
{%- endmacro %}
