{#- One end ('low' or 'high') of the 95 % interval of the difference of two rates, first - second, from the
    rates and their Wilson intervals: columns <first>, <first>_low, <first>_high, as rate_columns names them.
    Newcombe, R. G. (1998), Statistics in Medicine 17, 873-890, method 10. -#}
{% macro newcombe(first, second, end) -%}
    {%- set sign, above, below = ('-', second, first) if end == 'low' else ('+', first, second) -%}
    {{ first }} - {{ second }} {{ sign }} sqrt(
        power(cast({{ above }}_high - {{ above }} as {{ type_double() }}), 2)
        + power(cast({{ below }} - {{ below }}_low as {{ type_double() }}), 2)
    )
{%- endmacro %}
