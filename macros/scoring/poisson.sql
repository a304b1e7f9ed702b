{#- One end ('low' or 'high') of the 95 % interval of the number of cases to expect where so many came: Byar's approximation
    to the exact Poisson interval, in Breslow and Day (1987), Statistical Methods in Cancer Research II, 69; z = 1.959964. -#}
{% macro poisson(cases, end) -%}
    {%- set n = 'cast(' ~ cases ~ (' + 1' if end == 'high' else '') ~ ' as ' ~ type_double() ~ ')' -%}
    {%- set sign = '+' if end == 'high' else '-' -%}
    case
        when {{ n }} > 0
            then {{ n }} * power(1 - 1 / (9 * {{ n }}) {{ sign }} 1.959964 / (3 * sqrt({{ n }})), 3)
        when {{ n }} = 0 then 0
    end
{%- endmacro %}
