{#- The whole number a text holds (12 or 12.0), else null. -#}
{% macro read_integer(text) -%}
    case
        when {{ matches_regex(text, '^[+-]?[0-9]{1,9}([.]0*)?$') }}
            then cast(cast({{ text }} as {{ type_double() }}) as integer)
    end
{%- endmacro %}
