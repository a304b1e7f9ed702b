{#- The minutes since midnight that a text such as 8:30 or 17:00 holds (24:00 too), else null. -#}
{% macro read_clock(text) -%}
    case
        when {{ matches_regex(text, '^(([01]?[0-9]|2[0-3]):[0-5][0-9]|24:00)$') }}
            then {{ read_integer(dbt.split_part(text, "':'", 1)) }} * 60
                + {{ read_integer(dbt.split_part(text, "':'", 2)) }}
    end
{%- endmacro %}

{#- The days of the week as business_hours.csv names them, in the order of weekday_number. -#}
{% macro weekdays() -%}
    {{ return(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']) }}
{%- endmacro %}

{#- The day of the week, 0 = Monday, as 1900-01-01 was one. -#}
{% macro weekday_number(day) -%}
    mod({{ days_between("cast('1900-01-01' as date)", day) }}, 7)
{%- endmacro %}
