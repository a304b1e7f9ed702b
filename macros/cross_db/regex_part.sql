{#- The part of a text that the one group of a pattern takes; '' or null where the text does not match. -#}
{% macro regex_part(text, pattern) -%}
    {{ return(adapter.dispatch('regex_part', 'lead_scoring')(text, pattern)) }}
{%- endmacro %}

{% macro default__regex_part(text, pattern) -%} substring({{ text }} from '{{ pattern }}') {%- endmacro %}

{% macro duckdb__regex_part(text, pattern) -%} regexp_extract({{ text }}, '{{ pattern }}', 1) {%- endmacro %}

{% macro spark__regex_part(text, pattern) -%} regexp_extract({{ text }}, '{{ pattern }}', 1) {%- endmacro %}

{% macro snowflake__regex_part(text, pattern) -%}
    regexp_substr({{ text }}, '{{ pattern }}', 1, 1, 'e', 1)
{%- endmacro %}

{% macro bigquery__regex_part(text, pattern) -%} regexp_extract({{ text }}, '{{ pattern }}') {%- endmacro %}

{% macro redshift__regex_part(text, pattern) -%} regexp_substr({{ text }}, '{{ pattern }}', 1, 1, 'e') {%- endmacro %}
