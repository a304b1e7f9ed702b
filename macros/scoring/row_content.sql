{#- What columns say as one text, so that two states of a row can be told apart. -#}
{% macro row_content(columns) -%}
    {%- set texts = [] -%}
    {%- for column in columns -%}
        {%- do texts.append('coalesce(cast(' ~ column ~ ' as ' ~ dbt.type_string() ~ "), '')") -%}
    {%- endfor -%}
    {{ join_texts('|', texts) }}
{%- endmacro %}
