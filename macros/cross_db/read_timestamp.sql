{#- The UTC timestamp a text holds: ISO 8601, or another spelling that can mean one time only. Null where it holds none.
    The session's time zone must be UTC (see profiles.yml). -#}
{% macro read_timestamp(text) -%}
    case
        when {{ matches_regex(text, iso_timestamp_pattern()) }}
            then {{ cast_iso_timestamp(text) }}
        when {{ matches_regex(text, epoch_pattern()) }}
            then {{ timestamp_of_epoch(epoch_microseconds(text)) }}
        when {{ matches_regex(text, spelled_timestamp_pattern()) }}
            then {{ try_cast_timestamp(spelled_as_iso(text)) }}
        when {{ matches_regex(text, loose_timestamp_pattern()) }}
            then {{ try_cast_timestamp(loose_as_iso(text)) }}
    end
{%- endmacro %}

{#- The UTC timestamp that an ISO 8601 text holds, and no other spelling. -#}
{% macro read_iso_timestamp(text) -%}
    case
        when {{ matches_regex(text, iso_timestamp_pattern()) }}
            then {{ cast_iso_timestamp(text) }}
    end
{%- endmacro %}

{#- Numbers that can only be times: seconds, milliseconds or microseconds since 1970 (from 2001 to 2096), and the days
    of a spreadsheet (from 1982 to 2064). -#}
{% macro epoch_pattern() -%}
    {{ return('^([1-3]([0-9]{9}([.][0-9]{1,9})?|[0-9]{12}([.]0*)?|[0-9]{15}([.]0*)?)|[3-5][0-9]{4}([.][0-9]{1,12})?)$') }}
{%- endmacro %}

{% macro epoch_microseconds(text) -%}
    {%- set number = 'cast(' ~ text ~ ' as ' ~ type_double() ~ ')' -%}
    case
        when {{ number }} < 100000 then round(({{ number }} - 25569) * 86400) * 1000000
        when {{ number }} < 10000000000 then {{ number }} * 1000000
        when {{ number }} < 10000000000000 then {{ number }} * 1000
        else {{ number }}
    end
{%- endmacro %}

{#- A day and time as ISO 8601 has them, but with blanks before the offset, UTC or GMT in its place, or UTC after an
    offset of zero (as Go writes it), or a comma before the fraction; or both without their separators: 20260131, 20260131T101500Z. -#}
{% macro spelled_timestamp_pattern() -%}
    {%- set part = timestamp_parts() -%}
    {%- set zone = ' *([Zz]|([+]00(:?00)? *)?[Uu][Tt][Cc]|[Gg][Mm][Tt]|[+-](0[0-9]|1[0-5])(:?[0-5][0-9])?)?' -%}
    {%- set dashed = part.year ~ '-' ~ part.month ~ '-' ~ part.day ~ '[Tt ]' ~ part.hour ~ ':' ~ part.minute
        ~ '(:' ~ part.minute ~ '([.,][0-9]{1,9})?)?' ~ zone -%}
    {%- set plain = '(19|20)[0-9]{2}' ~ part.month ~ part.day
        ~ '([Tt ]?' ~ part.hour ~ part.minute ~ part.minute ~ '([.,][0-9]{1,9})?' ~ zone ~ ')?' -%}
    {{ return('^(' ~ dashed ~ '|' ~ plain ~ ')$') }}
{%- endmacro %}

{% macro spelled_as_iso(text) -%}
    {%- set day = 'substr(' ~ text ~ ', 1, 4)' -%}
    {%- set rest = 'upper(substr(' ~ text ~ ', 9))' -%}
    case
        when substr({{ text }}, 5, 1) = '-'
            then substr({{ text }}, 1, 10) || 'T' || {{ lead_scoring.with_plain_zone('upper(substr(' ~ text ~ ', 12))') }}
        when length({{ text }}) = 8
            then substr({{ text }}, 1, 4) || '-' || substr({{ text }}, 5, 2) || '-' || substr({{ text }}, 7, 2)
        else substr({{ text }}, 1, 4) || '-' || substr({{ text }}, 5, 2) || '-' || substr({{ text }}, 7, 2) || 'T'
            || {{ lead_scoring.with_colons("replace(" ~ lead_scoring.with_plain_zone(rest) ~ ", 'T', '')") }}
    end
{%- endmacro %}

{#- A time of day in capitals with its zone as ISO 8601 writes it, and with seconds. -#}
{% macro with_plain_zone(time) -%}
    {%- set plain = "replace(replace(replace(" ~ time ~ ", ' ', ''), 'GMT', 'Z'), ',', '.')" -%}
    {%- set plain = "replace(replace(replace(" ~ plain ~ ", '+0000UTC', 'Z'), '+00:00UTC', 'Z'), '+00UTC', 'Z')" -%}
    {%- set plain = "replace(" ~ plain ~ ", 'UTC', 'Z')" -%}
    case
        when substr({{ plain }}, 3, 1) = ':' and substr({{ plain }} || 'Z', 6, 1) <> ':'
            then substr({{ plain }}, 1, 5) || ':00' || substr({{ plain }}, 6)
        else {{ plain }}
    end
{%- endmacro %}

{% macro with_colons(time) -%}
    substr({{ time }}, 1, 2) || ':' || substr({{ time }}, 3, 2) || ':' || substr({{ time }}, 5)
{%- endmacro %}

{#- The year first and single digits allowed: 2026-1-5, 2026/01/15 9:05, 2026.01.15 09:05:00. -#}
{% macro loose_timestamp_pattern() -%}
    {%- set part = timestamp_parts() -%}
    {%- set day = '(19|20)[0-9]{2}[-/.](0?[1-9]|1[0-2])[-/.](0?[1-9]|[12][0-9]|3[01])' -%}
    {%- set time = '([01]?[0-9]|2[0-3]):' ~ part.minute ~ '(:' ~ part.minute ~ '([.,][0-9]{1,9})?)?' -%}
    {%- set zone = '([Zz]|[Uu][Tt][Cc]|[Gg][Mm][Tt]|[+-](0[0-9]|1[0-5])(:?[0-5][0-9])?)?' -%}
    {{ return('^' ~ day ~ '([Tt ] *' ~ time ~ ' *' ~ zone ~ ')?$') }}
{%- endmacro %}

{% macro loose_as_iso(text) -%}
    {%- set day = '^[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}' -%}
    {{ iso_text({
        'year': 'substr(' ~ text ~ ', 1, 4)',
        'month': regex_part(text, '^[0-9]{4}[-/.]([0-9]{1,2})'),
        'day': regex_part(text, '^[0-9]{4}[-/.][0-9]{1,2}[-/.]([0-9]{1,2})'),
        'hour': regex_part(text, day ~ '[Tt ] *([0-9]{1,2})'),
        'minute': regex_part(text, day ~ '[Tt ] *[0-9]{1,2}:([0-9]{2})'),
        'second': regex_part(text, day ~ '[Tt ] *[0-9]{1,2}:[0-9]{2}:([0-9]{2}[.,]?[0-9]*)'),
        'zone': regex_part('upper(' ~ text ~ ')', ':[0-9.,]+ *([A-Z+-][A-Z0-9:]*)$'),
    }) }}
{%- endmacro %}

{#- ISO 8601 made of parts of a time, each SQL of a text, which may be empty; all but year, month and day may be left out.
    half: AM or PM, by which the hour is of twelve. -#}
{% macro iso_text(parts) -%}
    {%- set hour = "coalesce(nullif(" ~ (parts.hour or "''") ~ ", ''), '0')" -%}
    {%- if parts.half -%}
        {%- set hour = "cast(mod(cast(" ~ hour ~ " as integer), 12) + case when upper(" ~ parts.half
            ~ ") like 'P%' then 12 else 0 end as " ~ dbt.type_string() ~ ")" -%}
    {%- endif -%}
    {{ parts.year }}
    || '-' || {{ two_digits(parts.month) }}
    || '-' || {{ two_digits(parts.day) }}
    || 'T' || {{ two_digits(hour) }}
    || ':' || {{ two_digits("coalesce(nullif(" ~ (parts.minute or "''") ~ ", ''), '0')") }}
    || ':' || replace(coalesce(nullif({{ parts.second or "''" }}, ''), '00'), ',', '.')
    {%- if parts.zone %}
    || coalesce(replace(replace(upper({{ parts.zone }}), 'UTC', 'Z'), 'GMT', 'Z'), '')
    {%- endif -%}
{%- endmacro %}

{% macro two_digits(text) -%} right('0' || {{ text }}, 2) {%- endmacro %}

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
    {%- set part = timestamp_parts() -%}
    {%- set day = part.year ~ '-' ~ part.month ~ '-' ~ part.day -%}
    {%- set time = '([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?|24:00(:00([.]0{1,9})?)?' -%}
    {%- set offset = '([Zz]|[+-](0[0-9]|1[0-5])(:?[0-5][0-9])?)' -%}
    {{ return('^' ~ day ~ '([Tt ](' ~ time ~ ')' ~ offset ~ '?)?$') }}
{%- endmacro %}

{% macro timestamp_parts() -%}
    {{ return({
        'year': '([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])',
        'month': '(0[1-9]|1[0-2])',
        'day': '(0[1-9]|[12][0-9]|3[01])',
        'hour': '([01][0-9]|2[0-3])',
        'minute': '[0-5][0-9]',
    }) }}
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
