{#- One row per item of a column that lists several with a separator: the keys, and the item as value. Up to 1,000 of them. -#}
{% macro list_rows(relation, keys, column, separator=';') -%}
    select
        {%- for key in ([keys] if keys is string else keys) %}
        lists.{{ key }},
        {%- endfor %}
        {{ clean_text(list_item('lists.' ~ column, separator, 'places.number + 1')) }} as value
    from {{ relation }} as lists
    inner join ({{ whole_numbers(1000) }}) as places
        on
            places.number * {{ separator | length }}
            <= length(lists.{{ column }}) - length(replace(lists.{{ column }}, '{{ separator }}', ''))
    where lists.{{ column }} is not null
{%- endmacro %}

{#- A text of JSON with a list of ids, ["1", "2"], as a list with semicolons. -#}
{% macro list_of_json(text) -%}
    replace(replace(replace(replace(replace({{ text }}, '[', ''), ']', ''), '"', ''), ' ', ''), ',', ';')
{%- endmacro %}

{#- A text of JSON with a list of objects, as one that list_rows splits with the separator },{ between them. -#}
{% macro objects_of_json(text) -%} replace({{ text }}, '}, {', '},{') {%- endmacro %}
