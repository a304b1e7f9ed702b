{#- The UTC timestamp an ISO 8601 text holds: a date, or a date and time, with or without offset.
    Null where it holds none. The session's time zone must be UTC (see profiles.yml). -#}
{% macro read_timestamp(text) -%}
    case
        when {{ matches_regex(text, '^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?([Zz]|[+-][0-9]{2}(:?[0-9]{2})?)?)?$') }}
            then {{ try_cast_timestamp(with_seconds('upper(' ~ text ~ ')')) }}
    end
{%- endmacro %}

{#- '2026-01-31T10:00Z' with the seconds that engines want before an offset. -#}
{% macro with_seconds(text) -%}
    case
        when substr({{ text }}, 17, 1) in ('Z', '+', '-') then substr({{ text }}, 1, 16) || ':00' || substr({{ text }}, 17)
        else {{ text }}
    end
{%- endmacro %}

{% macro try_cast_timestamp(text) -%}
    {{ return(adapter.dispatch('try_cast_timestamp', 'lead_scoring')(text)) }}
{%- endmacro %}

{% macro default__try_cast_timestamp(text) -%}
    cast(try_cast({{ text }} as timestamp with time zone) as timestamp)
{%- endmacro %}

{#- By way of microseconds, which is far quicker than DuckDB's conversion between time zones. -#}
{% macro duckdb__try_cast_timestamp(text) -%}
    make_timestamp(epoch_us(try_cast({{ text }} as timestamp with time zone)))
{%- endmacro %}

{% macro spark__try_cast_timestamp(text) -%}
    cast({{ text }} as timestamp)
{%- endmacro %}
