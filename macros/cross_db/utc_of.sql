{#- A timestamp with time zone as one without, in UTC, whatever the session's zone. -#}
{% macro utc_of(moment) -%}
    {{ return(adapter.dispatch('utc_of', 'lead_scoring')(moment)) }}
{%- endmacro %}

{% macro default__utc_of(moment) -%} ({{ moment }} at time zone 'UTC') {%- endmacro %}

{#- Far quicker than DuckDB's conversion between time zones. -#}
{% macro duckdb__utc_of(moment) -%} make_timestamp(epoch_us({{ moment }})) {%- endmacro %}

{% macro spark__utc_of(moment) -%} cast({{ moment }} as timestamp) {%- endmacro %}

{% macro snowflake__utc_of(moment) -%} cast(convert_timezone('UTC', {{ moment }}) as timestamp_ntz) {%- endmacro %}

{% macro bigquery__utc_of(moment) -%} {{ moment }} {%- endmacro %}
