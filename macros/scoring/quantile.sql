{#- The quantile of a group as an aggregate: the smallest value that at least that share of the group does not
    exceed (nearest rank, type 1 of Hyndman and Fan (1996), The American Statistician 50, 361-365). It needs the
    rows numbered within the group: value_rank from 1 in the order of the value, value_count of them. Engines
    differ in percentile_disc and percentile_cont, not in this. -#}
{% macro quantile(value, share) -%}
    min(case when value_rank >= {{ share }} * value_count then {{ value }} end)
{%- endmacro %}
