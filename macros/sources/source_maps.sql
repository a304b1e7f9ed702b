{#- What marketing says of the values of a source: event_map.csv of forms, track calls and campaigns, status_map.csv of statuses
    and stages. Both are read when a model is compiled and become a case expression. Of several rows of event_map that fit, the
    most exact counts: equals before starts_with before contains before any, then the longer operand. -#}

{#- The event type (or the asset) that event_map gives to an event. fields: SQL of a text by field, the one to ask first
    coming first. -#}
{% macro mapped_event(source_name, fields, column='event_type') -%}
    {%- set conditions = [] -%}
    {%- for row in event_map_rows(source_name, fields) -%}
        {%- set result = row[column] -%}
        {%- do conditions.append('when ' ~ event_condition(fields[row.field], row) ~ ' then '
            ~ (text_literal(result) if result else "''")) -%}
    {%- endfor -%}
    cast(case {{ conditions | join(' ') or 'when 1 = 0 then null' }} end as {{ dbt.type_string() }})
{%- endmacro %}

{#- The condition of a row of event_map on a text. -#}
{% macro event_condition(text, row) -%}
    {%- set operand = row.operand | lower -%}
    {%- set given = "lower(coalesce(" ~ text ~ ", ''))" -%}
    {%- if row.operator == 'any' -%} {{ return(text ~ ' is not null') }} {%- endif -%}
    {%- if row.operator == 'equals' -%} {{ return(given ~ ' = ' ~ text_literal(operand)) }} {%- endif -%}
    {%- if row.operator == 'starts_with' -%}
        {{ return('left(' ~ given ~ ', ' ~ operand | length ~ ') = ' ~ text_literal(operand)) }}
    {%- endif -%}
    {{ return(dbt.position(text_literal(operand), given) ~ ' > 0') }}
{%- endmacro %}

{#- The rows of event_map for a source and some fields in the order in which they are asked. -#}
{% macro event_map_rows(source_name, fields) -%}
    {%- set found = [] -%}
    {%- for source, field, operator, operand, event_type, asset in
        seed_values('event_map', ['source', 'field', 'operator', 'operand', 'event_type', 'asset'])
        if source in [source_name, '*'] and field in fields -%}
        {%- set place = (fields.keys() | list).index(field) -%}
        {%- set kind = ['equals', 'starts_with', 'contains', 'any'].index(operator)
            if operator in ['equals', 'starts_with', 'contains', 'any'] else none -%}
        {%- if kind is none -%}
            {{ exceptions.raise_compiler_error('event_map.csv has the operator ' ~ operator ~ ' in the row of ' ~ field ~ ' '
                ~ operand ~ '; write equals, starts_with, contains or any') }}
        {%- endif -%}
        {%- if not operand and operator != 'any' -%}
            {{ exceptions.raise_compiler_error('event_map.csv has no operand in a row of ' ~ field ~ ' with ' ~ operator
                ~ '; write the value, or the operator any') }}
        {%- endif -%}
        {%- do found.append({'rank': '%d %d %05d %s' | format(place, kind, 99999 - operand | length, operand),
            'field': field, 'operator': operator, 'operand': operand, 'event_type': event_type, 'asset': asset}) -%}
    {%- endfor -%}
    {{ return(found | sort(attribute='rank')) }}
{%- endmacro %}

{#- The outcome that status_map gives to the value of a field: accepted, rejected, opportunity, won or lost; '' if it means none
    of them, and null if the map does not know the value. field, value: SQL of texts. -#}
{% macro mapped_outcome(source_name, field, value) -%}
    {%- set conditions = [] -%}
    {%- for source, given_field, given_value, outcome in
        seed_values('status_map', ['source', 'field', 'value', 'outcome']) if source in [source_name, '*'] -%}
        {%- if outcome not in ['', 'accepted', 'rejected', 'opportunity', 'won', 'lost'] -%}
            {{ exceptions.raise_compiler_error('status_map.csv has the outcome ' ~ outcome ~ ' for ' ~ given_field ~ ' '
                ~ given_value ~ '; write accepted, rejected, opportunity, won, lost, or nothing') }}
        {%- endif -%}
        {%- do conditions.append('when lower(' ~ field ~ ') = ' ~ text_literal(given_field | lower) ~ ' and lower(' ~ value
            ~ ') = ' ~ text_literal(given_value | lower) ~ ' then ' ~ text_literal(outcome)) -%}
    {%- endfor -%}
    cast(case {{ conditions | join(' ') or 'when 1 = 0 then null' }} end as {{ dbt.type_string() }})
{%- endmacro %}

{#- The rows of a seed as texts without white space at their ends; none before it is loaded. -#}
{% macro seed_values(seed, columns) -%}
    {%- set relation = ref(seed) -%}
    {%- set rows = [] -%}
    {%- if execute and load_relation(relation) is not none -%}
        {%- for row in run_query('select distinct ' ~ columns | join(', ') ~ ' from ' ~ relation).rows -%}
            {%- set texts = [] -%}
            {%- for value in row -%} {%- do texts.append((value | string if value is not none else '') | trim) -%} {%- endfor -%}
            {%- do rows.append(texts) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(rows | sort) }}
{%- endmacro %}
