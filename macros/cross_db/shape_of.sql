{#- A text with an x for each letter (and @) and a 9 for each digit: what is wrong with it can be seen, and whose it is
    cannot. A hash would say whose to everybody who has a list of email addresses to try. -#}
{% macro shape_of(text) -%}
    {{ return(adapter.dispatch('shape_of', 'lead_scoring')(text)) }}
{%- endmacro %}

{% macro default__shape_of(text) -%}
    regexp_replace(regexp_replace({{ text }}, '[0-9]', '9', 'g'), '[A-Za-z@]|[^ -~]', 'x', 'g')
{%- endmacro %}

{#- Where all are replaced and nobody has to say so. -#}
{% macro spark__shape_of(text) -%}
    regexp_replace(regexp_replace({{ text }}, '[0-9]', '9'), '[A-Za-z@]|[^ -~]', 'x')
{%- endmacro %}

{% macro snowflake__shape_of(text) -%} {{ lead_scoring.spark__shape_of(text) }} {%- endmacro %}

{% macro bigquery__shape_of(text) -%} {{ lead_scoring.spark__shape_of(text) }} {%- endmacro %}

{% macro redshift__shape_of(text) -%} {{ lead_scoring.spark__shape_of(text) }} {%- endmacro %}
