{#- Text without white space at its ends; empty becomes null. -#}
{% macro clean_text(text) -%}
    {{ return(adapter.dispatch('clean_text', 'lead_scoring')(text)) }}
{%- endmacro %}

{% macro default__clean_text(text) -%}
    nullif(trim({{ text }}, ' ' || chr(9) || chr(10) || chr(13)), '')
{%- endmacro %}

{% macro postgres__clean_text(text) -%}
    nullif(btrim({{ text }}, ' ' || chr(9) || chr(10) || chr(13)), '')
{%- endmacro %}

{% macro spark__clean_text(text) -%}
    nullif(trim(both concat(' ', char(9), char(10), char(13)) from {{ text }}), '')
{%- endmacro %}
