{#- The number a text holds, as a 64-bit float; null where the text is no plain number
    (so that 'nan', 'inf' and '12 apples' are no numbers on any engine). -#}
{% macro read_number(text) -%}
    case
        when {{ matches_regex(text, '^[+-]?([0-9]{1,30}[.]?[0-9]{0,30}|[.][0-9]{1,30})([eE][+-]?[0-9]{1,2})?$') }}
            then cast({{ text }} as {{ type_double() }})
    end
{%- endmacro %}
