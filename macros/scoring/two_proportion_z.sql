{#- By how many standard errors the second of two rates (successes / trials) is below the first: the z test of
    two proportions with the pooled rate, (p1 - p2) / sqrt(p (1 - p) (1 / n1 + 1 / n2)). Null without trials,
    or where all or none succeeded, so that nothing tells them apart. One-sided at 95 %: z > 1.644854.
    Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, section 3.2. -#}
{% macro two_proportion_z(successes_1, trials_1, successes_2, trials_2) -%}
    {%- set n1 = 'cast(nullif(' ~ trials_1 ~ ', 0) as ' ~ type_double() ~ ')' -%}
    {%- set n2 = 'cast(nullif(' ~ trials_2 ~ ', 0) as ' ~ type_double() ~ ')' -%}
    {%- set p = '((' ~ successes_1 ~ ' + ' ~ successes_2 ~ ') / (' ~ n1 ~ ' + ' ~ n2 ~ '))' -%}
    ({{ successes_1 }} / {{ n1 }} - {{ successes_2 }} / {{ n2 }})
    / nullif(sqrt({{ p }} * (1 - {{ p }}) * (1 / {{ n1 }} + 1 / {{ n2 }})), 0)
{%- endmacro %}
