{#- Text without white space (no-break spaces, chr(160), too) at its ends; empty becomes null. -#}
{% macro clean_text(text) -%}
    {{ return(adapter.dispatch('clean_text', 'lead_scoring')(text)) }}
{%- endmacro %}

{% macro default__clean_text(text) -%}
    nullif(trim({{ text }}, ' ' || chr(9) || chr(10) || chr(13) || chr(160)), '')
{%- endmacro %}

{% macro postgres__clean_text(text) -%}
    nullif(btrim({{ text }}, ' ' || chr(9) || chr(10) || chr(13) || chr(160)), '')
{%- endmacro %}

{% macro spark__clean_text(text) -%}
    nullif(trim(both concat(' ', char(9), char(10), char(13), char(160)) from {{ text }}), '')
{%- endmacro %}
