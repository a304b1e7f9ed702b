{#- One row per whole number from 0 on, in the column number: as many of them as the given count. -#}
{% macro whole_numbers(count) -%}
    {%- set places = [count - 1, 0] | max | string | length -%}
    select number
    from (
        select
            {% for place in range(places) -%}
            {{ ' + ' if not loop.first }}{{ 10 ** place }} * place_{{ place }}.digit
            {%- endfor %} as number
        from ({{ digits() }}) as place_0
        {%- for place in range(1, places) %}
        cross join ({{ digits() }}) as place_{{ place }}
        {%- endfor %}
    ) as numbers
    where number < {{ count }}
{%- endmacro %}

{% macro digits() -%}
    {%- for digit in range(10) -%} select {{ digit }} as digit {{ 'union all ' if not loop.last }} {%- endfor -%}
{%- endmacro %}
