{#- The place of a value among all rows of a group, from 0 (lowest) to 1 (highest); equal values share the middle of
    theirs. -#}
{% macro middle_place(value, group) -%}
    {{ share(
        'rank() over (partition by ' ~ group ~ ' order by ' ~ value ~ ') - 1'
        ~ ' + (count(*) over (partition by ' ~ group ~ ', ' ~ value ~ ') - 1) / 2.0',
        '(count(*) over (partition by ' ~ group ~ ') - 1)'
    ) }}
{%- endmacro %}
