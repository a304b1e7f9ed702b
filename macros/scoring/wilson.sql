{#- One end ('low' or 'high') of the 95 % Wilson score interval of a rate, successes / trials.
    Wilson, E. B. (1927), JASA 22, 209-212; z = 1.959964. Null where there are no trials. -#}
{% macro wilson(successes, trials, end) -%}
    {%- set z = '1.959964' -%}
    {%- set n = 'cast(nullif(' ~ trials ~ ', 0) as ' ~ type_double() ~ ')' -%}
    {%- set p = '(' ~ successes ~ ' / ' ~ n ~ ')' -%}
    {%- set sign = '-' if end == 'low' else '+' -%}
    {#- greatest and least pass nulls over, and would make one end 0 or 1 where there are no trials. -#}
    case when {{ trials }} > 0 then greatest(0, least(1, (
        {{ p }} + {{ z }} * {{ z }} / (2 * {{ n }})
        {{ sign }} {{ z }} * sqrt({{ p }} * (1 - {{ p }}) / {{ n }} + {{ z }} * {{ z }} / (4 * {{ n }} * {{ n }}))
    ) / (1 + {{ z }} * {{ z }} / {{ n }}))) end
{%- endmacro %}
