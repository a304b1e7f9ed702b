{#- The UTC timestamp an ISO 8601 text holds: a date, or a date and time, with or without offset.
    Null where it holds none. The session's time zone must be UTC (see profiles.yml). -#}
{% macro read_timestamp(text) -%}
    case
        when {{ matches_regex(text, iso_timestamp_pattern()) }}
            then {{ cast_iso_timestamp(text) }}
    end
{%- endmacro %}

{% macro cast_iso_timestamp(text) -%}
    {{ return(adapter.dispatch('cast_iso_timestamp', 'lead_scoring')(text)) }}
{%- endmacro %}

{% macro default__cast_iso_timestamp(text) -%}
    {{ try_cast_timestamp(with_seconds('upper(' ~ text ~ ')')) }}
{%- endmacro %}

{#- By way of microseconds, which is far quicker than DuckDB's conversion between time zones. Most texts can be cast
    as they are: only the others are put into capitals and given seconds. -#}
{% macro duckdb__cast_iso_timestamp(text) -%}
    make_timestamp(epoch_us(coalesce(
        try_cast({{ text }} as timestamp with time zone),
        try_cast({{ with_seconds('upper(' ~ text ~ ')') }} as timestamp with time zone)
    )))
{%- endmacro %}

{#- Every part within its bounds, as engines differ in what else they take; only the length of the month is left to
    them. Offsets end at 15:59, years begin with 0001. -#}
{% macro iso_timestamp_pattern() -%}
    {%- set year = '([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])' -%}
    {%- set day = year ~ '-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])' -%}
    {%- set time = '([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?|24:00(:00([.]0{1,9})?)?' -%}
    {%- set offset = '([Zz]|[+-](0[0-9]|1[0-5])(:?[0-5][0-9])?)' -%}
    {{ return('^' ~ day ~ '([Tt ](' ~ time ~ ')' ~ offset ~ '?)?$') }}
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

{% macro spark__try_cast_timestamp(text) -%}
    cast({{ text }} as timestamp)
{%- endmacro %}

{#- Postgres would raise where the month has no such day, and round what comes after the microseconds. -#}
{% macro postgres__try_cast_timestamp(text) -%}
    {%- set microseconds = "regexp_replace(" ~ text ~ ", '([.][0-9]{6})[0-9]+', '\\1')" -%}
    case
        when cast(substr({{ text }}, 9, 2) as integer) > extract(
            day from cast(substr({{ text }}, 1, 7) || '-01' as date) + interval '1 month' - interval '1 day'
        ) then null
        when substr({{ text }}, 11) ~ '[Z+-]'
            then cast({{ microseconds }} as timestamp with time zone) at time zone 'UTC'
        else cast({{ microseconds }} as timestamp)
    end
{%- endmacro %}

{#- Redshift as Postgres; its regexp_replace writes $1. -#}
{% macro redshift__try_cast_timestamp(text) -%}
    {%- set microseconds = "regexp_replace(" ~ text ~ ", '([.][0-9]{6})[0-9]+', '$1')" -%}
    case
        when cast(substr({{ text }}, 9, 2) as integer)
            > extract(day from last_day(cast(substr({{ text }}, 1, 7) || '-01' as date))) then null
        when substr({{ text }}, 11) ~ '[Z+-]'
            then cast({{ microseconds }} as timestamp with time zone) at time zone 'UTC'
        else cast({{ microseconds }} as timestamp)
    end
{%- endmacro %}

{#- By the session's time zone go only texts without offset, and these are read without any zone. -#}
{% macro snowflake__try_cast_timestamp(text) -%}
    case
        when {{ matches_regex('substr(' ~ text ~ ', 11)', '[Z+-]') }}
            then cast(convert_timezone('UTC', try_to_timestamp_tz({{ text }})) as timestamp_ntz)
        else try_to_timestamp_ntz({{ text }})
    end
{%- endmacro %}

{#- BigQuery takes six digits of a second at most, and a colon in an offset of hours and minutes. -#}
{% macro bigquery__try_cast_timestamp(text) -%}
    safe_cast(regexp_replace(
        regexp_replace({{ text }}, '([.][0-9]{6})[0-9]+', '\\\\1'), '([+-][0-9]{2})([0-9]{2})$', '\\\\1:\\\\2'
    ) as timestamp)
{%- endmacro %}

{% macro databricks__try_cast_timestamp(text) -%}
    try_cast({{ text }} as timestamp)
{%- endmacro %}
