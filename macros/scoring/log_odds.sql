{#- How much higher the log-odds of converting are in one group than in the other, from the people and the
    conversions of each. Half a case more in each of the four cells keeps it finite where one is empty: Haldane (1956),
    Annals of Human Genetics 20, 309-311; Gart and Zweifel (1967), Biometrika 54, 181-187. -#}
{% macro log_odds(people_with, conversions_with, people_without, conversions_without) -%}
    ln(cast({{ conversions_with }} + 0.5 as {{ type_double() }}))
    - ln(cast({{ people_with }} - {{ conversions_with }} + 0.5 as {{ type_double() }}))
    - ln(cast({{ conversions_without }} + 0.5 as {{ type_double() }}))
    + ln(cast({{ people_without }} - {{ conversions_without }} + 0.5 as {{ type_double() }}))
{%- endmacro %}

{#- The variance of log_odds: the sum of one over each cell (Woolf (1955), Annals of Human Genetics 19, 251-253), with
    the half cases of Gart and Zweifel. -#}
{% macro log_odds_variance(people_with, conversions_with, people_without, conversions_without) -%}
    1 / cast({{ conversions_with }} + 0.5 as {{ type_double() }})
    + 1 / cast({{ people_with }} - {{ conversions_with }} + 0.5 as {{ type_double() }})
    + 1 / cast({{ conversions_without }} + 0.5 as {{ type_double() }})
    + 1 / cast({{ people_without }} - {{ conversions_without }} + 0.5 as {{ type_double() }})
{%- endmacro %}
