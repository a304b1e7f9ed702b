{#- The place of a value among all rows, from 0 (lowest) to 1 (highest); equal values share the middle of theirs. -#}
{% macro middle_place(value) -%}
    {{ share(
        'rank() over (order by ' ~ value ~ ') - 1 + (count(*) over (partition by ' ~ value ~ ') - 1) / 2.0',
        '(count(*) over () - 1)'
    ) }}
{%- endmacro %}
