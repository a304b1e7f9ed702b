{#- How many people the hold-out needs, so that in 80 of 100 such tests the 95 % interval of the difference lies above 0
    where the share holdout_effect_to_see of the customers owes itself to sales; rate: SQL of the close rate of people
    whom sales works. Null where that is 0 or unknown, or nobody is held out.
    Fleiss, J. L., Levin, B. and Paik, M. C. (2003), Statistical Methods for Rates and Proportions, 3rd ed., section 4.4:
    two rates, groups of unequal size. -#}
{% macro needed_holdout(rate) -%}
    {%- set percent, effect = var('holdout_percent'), var('holdout_effect_to_see') -%}
    {%- if effect is not number or effect <= 0 or effect > 1 -%}
        {{ exceptions.raise_compiler_error("var holdout_effect_to_see is '" ~ effect
            ~ "': write the share of customers owed to sales that the hold-out is to show, above 0 and up to 1, such as 0.3") }}
    {%- endif -%}
    {%- if percent <= 0 or percent >= 100 -%} {{ return('null') }} {%- endif -%}
    {%- set rest_per_person = (100 - percent) / percent -%}
    {%- set left_alone = rate ~ ' * ' ~ (1 - effect) -%}
    {%- set mean = rate ~ ' * ' ~ (1 - effect / (1 + rest_per_person)) -%}
    case
        when {{ rate }} > 0 then ceil(power(
            1.959964 * sqrt({{ mean }} * (1 - {{ mean }}) * {{ 1 + 1 / rest_per_person }})
            + 0.841621 * sqrt(
                {{ left_alone }} * (1 - {{ left_alone }}) + {{ rate }} * (1 - {{ rate }}) / {{ rest_per_person }}
            ),
            2
        ) / power({{ rate }} * {{ effect }}, 2))
    end
{%- endmacro %}
