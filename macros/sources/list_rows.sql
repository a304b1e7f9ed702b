{#- One row per item of a column that lists several with a semicolon: the key, and the item as value. Up to 1,000 of them. -#}
{% macro list_rows(relation, key, column) -%}
    select
        lists.{{ key }},
        {{ clean_text(list_item('lists.' ~ column, ';', 'places.number + 1')) }} as value
    from {{ relation }} as lists
    inner join ({{ whole_numbers(1000) }}) as places
        on places.number <= length(lists.{{ column }}) - length(replace(lists.{{ column }}, ';', ''))
    where lists.{{ column }} is not null
{%- endmacro %}
