{#- An id as its integer twin is written: 1499466.0, which data frames and spreadsheets make of whole numbers in a
    column with gaps, is 1499466. -#}
{% macro read_id(text) -%}
    case
        when {{ text }} like '%.0%' and {{ matches_regex(text, '^-?[0-9]+[.]0+$') }}
            then {{ dbt.split_part(text, "'.'", 1) }}
        else {{ text }}
    end
{%- endmacro %}
