{#- The names of a relation's columns in lower case, as the project writes them; none where there is no relation. -#}
{% macro column_names(relation) -%}
    {%- set columns = adapter.get_columns_in_relation(relation) if relation else [] -%}
    {{ return(columns | map(attribute='name') | map('lower') | list) }}
{%- endmacro %}
