{#- One row per item of a column that lists several with a semicolon: the key, and the item as value. Up to 1,000 of them. -#}
{% macro list_rows(relation, key, column) -%}
    select
        lists.{{ key }},
        {{ clean_text(list_item('lists.' ~ column, ';', 'places.place')) }} as value
    from {{ relation }} as lists
    inner join (
        select hundreds.digit * 100 + tens.digit * 10 + ones.digit + 1 as place
        from ({{ digits() }}) as ones
        cross join ({{ digits() }}) as tens
        cross join ({{ digits() }}) as hundreds
    ) as places
        on places.place <= length(lists.{{ column }}) - length(replace(lists.{{ column }}, ';', '')) + 1
    where lists.{{ column }} is not null
{%- endmacro %}

{% macro digits() -%}
    {%- for digit in range(10) -%} select {{ digit }} as digit {{ 'union all ' if not loop.last }} {%- endfor -%}
{%- endmacro %}
