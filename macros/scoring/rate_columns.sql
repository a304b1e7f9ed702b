{#- A rate and its interval as three columns: name, name_low and name_high (95 % Wilson); null without trials. -#}
{% macro rate_columns(name, successes, trials) -%}
    {{ share(successes, trials) }} as {{ name }},
    cast({{ wilson(successes, trials, 'low') }} as {{ type_decimal(9, 6) }}) as {{ name }}_low,
    cast({{ wilson(successes, trials, 'high') }} as {{ type_decimal(9, 6) }}) as {{ name }}_high
{%- endmacro %}
