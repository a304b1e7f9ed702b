{#- An exact number of so many digits, the last of them behind the point, as `cast` takes it: cast(x as ...) rounds.
    BigQuery takes no digits in a cast: there a column rounds as it is written, nine digits being the most otherwise. -#}
{% macro type_decimal(digits, scale) -%}
    {{ return(adapter.dispatch('type_decimal', 'lead_scoring')(digits, scale)) }}
{%- endmacro %}

{% macro default__type_decimal(digits, scale) -%} decimal({{ digits }}, {{ scale }}) {%- endmacro %}

{% macro bigquery__type_decimal(digits, scale) -%} {{ 'numeric' if scale <= 9 else 'bignumeric' }} {%- endmacro %}

{#- A number rounded to so many digits behind the point, as an exact number. -#}
{% macro rounded(number, digits, scale) -%}
    {{ return(adapter.dispatch('rounded', 'lead_scoring')(number, digits, scale)) }}
{%- endmacro %}

{% macro default__rounded(number, digits, scale) -%}
    cast({{ number }} as {{ type_decimal(digits, scale) }})
{%- endmacro %}

{% macro bigquery__rounded(number, digits, scale) -%}
    round(cast({{ number }} as {{ type_decimal(digits, scale) }}), {{ scale }})
{%- endmacro %}
