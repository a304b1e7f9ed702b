{#- A text as SQL writes it: engines differ in how a quote is told from the end of the text. -#}
{% macro text_literal(text) -%}
    {{ return(adapter.dispatch('text_literal', 'lead_scoring')(text)) }}
{%- endmacro %}

{% macro default__text_literal(text) -%}
    {{ return(dbt.string_literal(dbt.escape_single_quotes(text))) }}
{%- endmacro %}

{#- Where a backslash begins an escape. -#}
{% macro spark__text_literal(text) -%}
    {{ return(lead_scoring.default__text_literal((text | string).replace('\\', '\\\\'))) }}
{%- endmacro %}

{% macro redshift__text_literal(text) -%} {{ return(lead_scoring.spark__text_literal(text)) }} {%- endmacro %}

{% macro snowflake__text_literal(text) -%} {{ return(lead_scoring.spark__text_literal(text)) }} {%- endmacro %}

{#- There a literal ends with its line, too. -#}
{% macro bigquery__text_literal(text) -%}
    {%- set escaped = (text | string).replace('\\', '\\\\').replace('\n', '\\n').replace('\r', '\\r') -%}
    {{ return(lead_scoring.default__text_literal(escaped)) }}
{%- endmacro %}

{#- SQL of a text between single quotes, as messages cite a cell. -#}
{% macro in_quotes(text) -%}
    {{ return('chr(39) || ' ~ text ~ ' || chr(39)') }}
{%- endmacro %}
