{#- The day a YYYY-MM-DD text holds, else null. -#}
{% macro read_date(text) -%}
    case
        when {{ matches_regex(text, '^[0-9]{4}-[0-9]{2}-[0-9]{2}$') }}
            then cast({{ try_cast_timestamp(text) }} as date)
    end
{%- endmacro %}
