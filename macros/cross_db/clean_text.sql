{#- Text without white space (no-break spaces, chr(160), too) at its ends; empty becomes null. -#}
{% macro clean_text(text) -%}
    {{ return(adapter.dispatch('clean_text', 'lead_scoring')(text)) }}
{%- endmacro %}

{% macro default__clean_text(text) -%}
    nullif(trim({{ text }}, ' ' || chr(9) || chr(10) || chr(13) || chr(160)), '')
{%- endmacro %}

{#- Most texts have nothing to take off, and the look at both ends is cheap: '!' follows the space in
    every code, so that whatever is not below it begins with neither a space nor a control character. -#}
{% macro duckdb__clean_text(text) -%}
    case
        when
            {{ text }} >= '!' and not prefix({{ text }}, chr(160))
            and not suffix({{ text }}, ' ') and not suffix({{ text }}, chr(9)) and not suffix({{ text }}, chr(10))
            and not suffix({{ text }}, chr(13)) and not suffix({{ text }}, chr(160))
            then {{ text }}
        else {{ lead_scoring.default__clean_text(text) }}
    end
{%- endmacro %}

{% macro postgres__clean_text(text) -%}
    nullif(btrim({{ text }}, ' ' || chr(9) || chr(10) || chr(13) || chr(160)), '')
{%- endmacro %}

{% macro spark__clean_text(text) -%}
    nullif(trim(both concat(' ', char(9), char(10), char(13), char(160)) from {{ text }}), '')
{%- endmacro %}
