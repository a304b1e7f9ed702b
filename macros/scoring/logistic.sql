{#- The probability (0-1) that log-odds stand for, as it is stored: six decimals. Beyond 30 these are 0 or 1, and
    further out some engines refuse the exponential. -#}
{% macro logistic(log_odds) -%}
    cast(
        1 / (1 + exp(-cast(greatest(-30, least(30, {{ log_odds }})) as {{ type_double() }}))) as {{ type_decimal(9, 6) }}
    )
{%- endmacro %}
