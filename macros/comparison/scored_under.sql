{#- A model as one of the two rulebooks made it: 'old' is the one in force here, 'new' the one whose scores lie
    in the schema that var compare_with names. -#}
{% macro scored_under(side, model) -%}
    {{ return(ref(model) if side == 'old' else source('compared', 'new_' ~ model)) }}
{%- endmacro %}
