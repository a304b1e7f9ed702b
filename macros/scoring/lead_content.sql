{#- All a lead says of itself as one text, so that two versions of it can be told apart. -#}
{% macro lead_content(leads) -%}
    {%- set columns = [] -%}
    {%- for column in lead_columns() + custom_attributes() -%}
        {%- do columns.append(leads ~ '.' ~ quoted(column)) -%}
    {%- endfor -%}
    {{ row_content(columns) }}
{%- endmacro %}
