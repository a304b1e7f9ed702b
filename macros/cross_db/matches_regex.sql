{#- True where the text matches the POSIX pattern. Patterns use classes such as [0-9], never a
    backslash, which Spark would read as an escape. -#}
{% macro matches_regex(text, pattern) -%}
    {{ return(adapter.dispatch('matches_regex', 'lead_scoring')(text, pattern)) }}
{%- endmacro %}

{% macro default__matches_regex(text, pattern) -%} ({{ text }} ~ '{{ pattern }}') {%- endmacro %}

{% macro duckdb__matches_regex(text, pattern) -%} regexp_matches({{ text }}, '{{ pattern }}') {%- endmacro %}

{% macro spark__matches_regex(text, pattern) -%} ({{ text }} rlike '{{ pattern }}') {%- endmacro %}

{#- Its regexp_like asks for the whole text. -#}
{% macro snowflake__matches_regex(text, pattern) -%}
    (regexp_instr({{ text }}, '{{ pattern }}') > 0)
{%- endmacro %}

{% macro bigquery__matches_regex(text, pattern) -%}
    regexp_contains({{ text }}, '{{ pattern }}')
{%- endmacro %}
