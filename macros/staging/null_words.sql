{#- The words for missing (null_words.csv) that apply to a column of a table of the input, in lower case. A word may be a
    value in some columns, as a budget of none is: these are its except_columns. rows: what null_word_rows gives, where many
    columns ask for it. -#}
{% macro null_words(table, column, rows=none) -%}
    {%- set scopes = ['all'] -%}
    {%- if column in id_columns() -%} {%- do scopes.append('ids') -%} {%- endif -%}
    {%- if column in id_columns() and column != own_id(table) -%} {%- do scopes.append('references') -%} {%- endif -%}
    {%- set rows = null_word_rows() if rows is none else rows -%}
    {%- set words = [] -%}
    {%- for word, scope, exceptions in rows if scope in scopes and column not in exceptions -%}
        {%- do words.append(word | trim | lower) -%}
    {%- endfor -%}
    {{ return(words | unique | sort | list) }}
{%- endmacro %}

{#- The rows of null_words.csv; none before the seed is loaded (a linter compiles without it). -#}
{% macro null_word_rows() -%}
    {%- set seed = ref('null_words') -%}
    {%- set rows = [] -%}
    {%- if execute and load_relation(seed) is not none -%}
        {%- for row in run_query('select word, applies_to, except_columns from ' ~ seed).rows if row[0] -%}
            {%- do rows.append([row[0], row[1], (row[2] or '').split('|')]) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(rows) }}
{%- endmacro %}

{#- True where a text is one of the words. -#}
{% macro is_null_word(text, words) -%}
    {%- if not words -%} {{ return('1 = 0') }} {%- endif -%}
    {%- set literals = [] -%}
    {%- for word in words -%} {%- do literals.append(text_literal(word)) -%} {%- endfor -%}
    {{ is_in_list('lower(' ~ text ~ ')', literals) }}
{%- endmacro %}
