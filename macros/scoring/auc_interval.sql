{#- One end ('low' or 'high') of the 95 % interval of an AUC from its variance, on the scale of log-odds, so that it
    stays within 0 and 1 (Pepe, M. S. (2003), The Statistical Evaluation of Medical Tests, Oxford, 5.2). Null without a
    variance: perfect separation has none, which is no certainty. -#}
{% macro auc_interval(auc, variance, end) -%}
    cast(
        case
            when {{ variance }} > 0
                then 1 / (
                    1 + (1 - {{ auc }}) / nullif({{ auc }}, 0)
                    * exp({{ '' if end == 'low' else '-' }}1.959964 * sqrt({{ variance }}) / ({{ auc }} * (1 - {{ auc }})))
                )
        end as {{ type_decimal(9, 6) }}
    )
{%- endmacro %}
