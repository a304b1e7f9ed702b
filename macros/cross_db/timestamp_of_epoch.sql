{#- The UTC timestamp so many microseconds after 1970-01-01; microseconds are a 64-bit float. -#}
{% macro timestamp_of_epoch(microseconds) -%}
    {{ return(adapter.dispatch('timestamp_of_epoch', 'lead_scoring')(microseconds)) }}
{%- endmacro %}

{% macro default__timestamp_of_epoch(microseconds) -%}
    timestamp '1970-01-01 00:00:00' + round({{ microseconds }}) * interval '1 microsecond'
{%- endmacro %}

{% macro duckdb__timestamp_of_epoch(microseconds) -%}
    make_timestamp(cast(round({{ microseconds }}) as bigint))
{%- endmacro %}

{% macro spark__timestamp_of_epoch(microseconds) -%}
    timestamp_micros(cast(round({{ microseconds }}) as bigint))
{%- endmacro %}

{% macro snowflake__timestamp_of_epoch(microseconds) -%}
    to_timestamp_ntz(cast(round({{ microseconds }}) as bigint), 6)
{%- endmacro %}

{% macro bigquery__timestamp_of_epoch(microseconds) -%}
    timestamp_micros(cast(round({{ microseconds }}) as int64))
{%- endmacro %}
