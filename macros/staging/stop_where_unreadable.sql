{#- Post-hook: stops the build where most rows of a table have a time that cannot be read, with samples of it and what to
    put into the mapping. The rows themselves are looked at only if most were rejected. -#}
{% macro stop_where_unreadable(table, column) -%}
    {%- set is_events = table == 'events' -%}
    {%- set reason = column ~ ' is not an ISO 8601 timestamp' -%}
    {%- set text = month_as_day(column) if table == 'spend' else column -%}
    {%- set rows = ref('stg_events_judged' if is_events else 'base_' ~ table) -%}
    {%- set new_rows = in_new_batch() if is_events else '1 = 1' -%}
    {%- if execute -%}
        {%- set rejected = "sum(rejected_rows), sum(raw_rows)" if is_events
            else "count(case when reject_reason = '" ~ reason ~ "' then 1 end), count(*)" -%}
        {%- set counts = run_query('select ' ~ rejected ~ ' from ' ~ this ~ ' where ' ~ new_rows).rows[0] -%}
        {%- if (counts[0] or 0) * 2 > (counts[1] or 0) -%}
            {%- set given = 'given_' ~ column if is_events else column -%}
            {%- set is_bad = given ~ ' is not null and '
                ~ ("reject_reason = '" ~ reason ~ "'" if is_events else '(' ~ read_timestamp(text) ~ ') is null') -%}
            {%- set bad = run_query(
                'select count(*) from ' ~ rows ~ ' where ' ~ new_rows ~ ' and ' ~ is_bad).rows[0][0] -%}
            {%- if bad * 2 > counts[1] -%}
                {%- set samples = run_query(
                    'select distinct ' ~ given ~ ' from ' ~ rows ~ ' where ' ~ new_rows ~ ' and ' ~ is_bad
                    ~ ' order by 1 limit 100').columns[0].values() | list -%}
                {{ refuse_times(table, column, samples, counts[1] - bad, counts[1]) }}
            {%- endif -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}

{% macro refuse_times(table, column, samples, usable, rows) -%}
    {%- set format = likely_time_format(samples) or '%d/%m/%Y %H:%M' -%}
    {%- set shown = [] -%}
    {%- for text in samples[:3] -%} {%- do shown.append(shown_time(text)) -%} {%- endfor -%}
    {{ exceptions.raise_compiler_error(
        ('none' if usable == 0 else 'only ' ~ usable) ~ ' of the ' ~ rows ~ ' rows of ' ~ table ~ ' can be used: '
        ~ column ~ " is not an ISO 8601 timestamp (e.g. '" ~ shown | join("', '") ~ "'); say how it is written in"
        ~ ' the var mapping, such as {' ~ table ~ ': {times: {' ~ column ~ ": '" ~ format ~ "'}}}.") }}
{%- endmacro %}

{#- The usual format that reads most of some texts; none where none reads half of them. -#}
{% macro likely_time_format(texts) -%}
    {%- set rows, counts = [], [] -%}
    {%- for text in texts -%} {%- do rows.append('select ' ~ text_literal(text) ~ ' as given') -%} {%- endfor -%}
    {%- for format in usual_time_formats() -%}
        {%- do counts.append('count(' ~ read_timestamp_as('given', format) ~ ')') -%}
    {%- endfor -%}
    {%- set found = run_query(
        'select ' ~ counts | join(', ') ~ ' from (' ~ rows | join(' union all ') ~ ') as samples').rows[0] -%}
    {%- set ns = namespace(best=none, most=(texts | length - 1) / 2) -%}
    {%- for format in usual_time_formats() -%}
        {%- if found[loop.index0] > ns.most -%}
            {%- set ns.best = format -%}
            {%- set ns.most = found[loop.index0] -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(ns.best) }}
{%- endmacro %}
