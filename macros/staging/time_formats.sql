{#- The UTC timestamp that a text written in a format holds, else null. Formats: epoch, epoch_ms, epoch_us, excel, a
    number of units since a moment (`minutes since 2025-01-01`), or a pattern such as %m/%d/%Y %I:%M %p. -#}
{% macro read_timestamp_as(text, format) -%}
    {%- set since = time_since(format) -%}
    {%- if format == 'iso' -%}
        {{ return(read_timestamp(text)) }}
    {%- elif since -%}
        {%- set number = 'cast(' ~ text ~ ' as ' ~ type_double() ~ ')' -%}
        {%- set moment = timestamp_of_epoch(since.start ~ ' + ' ~ number ~ ' * ' ~ since.unit) -%}
        {{ return('case when ' ~ matches_regex(text, '^-?[0-9]{1,16}([.][0-9]{0,12})?$') ~ ' then ' ~ moment ~ ' end') }}
    {%- endif -%}
    {{ return(read_timestamp_by_pattern(text, format)) }}
{%- endmacro %}

{#- Where a format counts from and in what unit, both in microseconds; none where it does not count. -#}
{% macro time_since(format) -%}
    {%- set seconds = {'second': 1, 'minute': 60, 'hour': 3600, 'day': 86400, 'millisecond': 0.001, 'microsecond': 0.000001} -%}
    {%- set written = {
        'epoch': 'seconds since 1970-01-01', 'epoch_ms': 'milliseconds since 1970-01-01',
        'epoch_us': 'microseconds since 1970-01-01', 'excel': 'days since 1899-12-30',
    }.get(format, format) -%}
    {%- set found = modules.re.fullmatch('([a-z]+?)s? since ([0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9:]{5,8})?)', written | string) -%}
    {%- if not found or found.group(1) not in seconds -%} {{ return(none) }} {%- endif -%}
    {%- set start = modules.datetime.datetime.fromisoformat(found.group(2)) - modules.datetime.datetime(1970, 1, 1) -%}
    {{ return({'start': (start.total_seconds() * 1000000) | int, 'unit': (seconds[found.group(1)] * 1000000) | int}) }}
{%- endmacro %}

{#- What is wrong with a format, in words; empty where nothing is. -#}
{% macro time_format_problem(format) -%}
    {%- set named = ['iso', 'epoch', 'epoch_ms', 'epoch_us', 'excel'] -%}
    {%- if format in named or time_since(format) -%} {{ return('') }} {%- endif -%}
    {%- set codes = modules.re.findall('%.?', format | string) -%}
    {%- if not codes -%} {{ return('is no format' ~ closest(format, named + ['%Y-%m-%d', 'days since 1970-01-01'])) }} {%- endif -%}
    {%- for code in codes if code not in time_codes() and code != '%%' -%}
        {{ return('has ' ~ code ~ ', which is none of ' ~ time_codes().keys() | join(', ')) }}
    {%- endfor -%}
    {%- set has_day = ('%d' in codes) and ('%m' in codes or '%b' in codes or '%B' in codes)
        and ('%Y' in codes or '%y' in codes) -%}
    {{ return('' if has_day else 'does not say where day, month and year stand') }}
{%- endmacro %}

{#- The codes of a pattern: the part of the time, and what it looks like. -#}
{% macro time_codes() -%}
    {{ return({
        '%Y': ['year', '[0-9]{4}'],
        '%y': ['short_year', '[0-9]{2}'],
        '%m': ['month', '(0?[1-9]|1[0-2])'],
        '%b': ['month_name', '[A-Za-z]{3,9}[.]?'],
        '%B': ['month_name', '[A-Za-z]{3,9}[.]?'],
        '%d': ['day', '(0?[1-9]|[12][0-9]|3[01])'],
        '%H': ['hour', '([01]?[0-9]|2[0-3])'],
        '%I': ['hour', '(0?[1-9]|1[0-2])'],
        '%M': ['minute', '[0-5][0-9]'],
        '%S': ['second', '[0-5][0-9]([.,][0-9]{1,9})?'],
        '%f': ['fraction', '[0-9]{1,9}'],
        '%p': ['half', '[AaPp][.]?[Mm][.]?'],
        '%z': ['zone', '([Zz]|[Uu][Tt][Cc]|[Gg][Mm][Tt]|[+-](0[0-9]|1[0-5])(:?[0-5][0-9])?)'],
        '%a': ['weekday', '[A-Za-z]{2,9}[.]?'],
        '%A': ['weekday', '[A-Za-z]{2,9}[.]?'],
    }) }}
{%- endmacro %}

{#- By way of ISO 8601, one part of the time after the other, so that all engines read the same. -#}
{% macro read_timestamp_by_pattern(text, format) -%}
    {%- set parts, ns = {}, namespace(before='', whole='', bad='') -%}
    {%- for piece in modules.re.findall('%.|[^%]', format) -%}
        {%- set code = time_codes().get(piece) -%}
        {%- if code -%}
            {%- set second = '[0-9]{2}' if '%f' in format else '[0-9]{2}[.,]?[0-9]*' -%}
            {%- set ns.whole = ns.whole ~ (code[1] if code[0] != 'second' or '%f' not in format else '[0-5][0-9]') -%}
            {#- One group only, as some engines return the last one. -#}
            {%- set plain = {'month': '[0-9]{1,2}', 'day': '[0-9]{1,2}', 'hour': '[0-9]{1,2}',
                'second': second, 'zone': '[A-Za-z0-9:+-]+'}.get(code[0], code[1]) -%}
            {%- do parts.update({code[0]: regex_part(text, '^' ~ ns.before ~ '(' ~ plain ~ ')')}) -%}
            {%- set ns.before = ns.before ~ plain -%}
        {%- else -%}
            {%- set sign = '%' if piece == '%%' else piece -%}
            {%- set sign = sign if sign.isalnum() or sign in ' ,:;/-_' else '[' ~ sign ~ ']' -%}
            {%- set sign = ' +' if sign == ' ' else sign -%}
            {%- set ns.whole = ns.whole ~ sign -%}
            {%- set ns.before = ns.before ~ sign -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if parts.short_year -%}
        {%- do parts.update({'year': "case when " ~ parts.short_year ~ " >= '69' then '19' else '20' end || "
            ~ parts.short_year}) -%}
    {%- endif -%}
    {%- if parts.month_name -%}
        {%- set ns.month = 'case lower(substr(' ~ parts.month_name ~ ', 1, 3))' -%}
        {%- for name in ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] -%}
            {%- set ns.month = ns.month ~ " when '" ~ name ~ "' then '" ~ '%02d' % loop.index ~ "'" -%}
        {%- endfor -%}
        {%- do parts.update({'month': ns.month ~ ' end'}) -%}
    {%- endif -%}
    {%- if parts.fraction -%}
        {%- do parts.update({'second': "coalesce(nullif(" ~ (parts.second or "''") ~ ", ''), '00') || '.' || "
            ~ parts.fraction}) -%}
    {%- endif -%}
    case
        when {{ matches_regex(text, '^' ~ ns.whole ~ '$') }}
            then {{ try_cast_timestamp(iso_text(parts)) }}
    end
{%- endmacro %}

{#- Formats by which times are written where nobody says how, the more usual first. -#}
{% macro usual_time_formats() -%}
    {%- set formats = [] -%}
    {%- for day in ['%m/%d/%Y', '%d/%m/%Y', '%d.%m.%Y', '%d-%m-%Y', '%m-%d-%Y', '%d-%b-%Y', '%d %b %Y', '%b %d, %Y',
        '%m/%d/%y', '%d/%m/%y', '%d.%m.%y', '%d-%b-%y'] -%}
        {%- for time in ['', ' %H:%M', ' %H:%M:%S', ' %I:%M %p', ' %I:%M:%S %p', ' %I:%M%p', ' %I:%M:%S%p', ', %H:%M',
            ', %I:%M %p', ', %I:%M:%S %p'] -%}
            {%- do formats.append(day ~ time) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(['%Y-%m-%d %I:%M %p', '%Y-%m-%d %I:%M:%S %p', '%a, %d %b %Y %H:%M:%S %z', '%a %b %d %Y %H:%M:%S GMT%z',
        '%a %b %d %H:%M:%S %Y', '%d-%b-%y %I.%M.%S.%f %p', 'epoch', 'epoch_ms', 'excel'] + formats) }}
{%- endmacro %}
