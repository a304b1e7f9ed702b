{#- What of an event a condition may look at besides the asset, its default. -#}
{% macro event_fields() -%}
    {{ return(['channel', 'campaign', 'url', 'value']) }}
{%- endmacro %}

{#- Those by which hits are counted apart for all event types, as conversions are attributed to them. They have few values. -#}
{% macro attributed_event_fields() -%}
    {{ return(['channel', 'campaign']) }}
{%- endmacro %}

{#- The event types of which some scorecard asks for a field of event_fields, as lists by field, each as a SQL literal.
    Hits are counted apart by these fields for these types alone: a URL or a number of seconds is nearly a row per event. -#}
{% macro asked_event_fields() -%}
    {%- set asked = {} -%}
    {%- for file in ['scoring_rules', 'overrides', 'conditions'] -%}
        {%- set seed = ref(file) -%}
        {%- if execute and load_relation(seed) is not none -%}
            {%- set rows -%}
                select distinct
                    lower({{ clean_text('field') }}) as field,
                    lower({{ clean_text('signal') }}) as event_type
                from {{ seed }}
                where lower({{ clean_text('signal_type') }}) = 'event'
            {%- endset -%}
            {%- for row in run_query(rows).rows if row[0] in event_fields() and row[1] -%}
                {%- do asked.setdefault(row[0], []).append(text_literal(row[1])) -%}
            {%- endfor -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set listed = {} -%}
    {%- for field in event_fields() if field in asked -%}
        {%- do listed.update({field: asked[field] | unique | sort}) -%}
    {%- endfor -%}
    {{ return(listed) }}
{%- endmacro %}

{#- A number as the rulebook writes it: 30 and 4.5, and neither 30.0 nor 4.50; up to six decimals. -#}
{% macro plain_number(number) -%}
    {%- set digits = 'cast(' ~ rounded(number, 28, 6) ~ ' as ' ~ dbt.type_string() ~ ')' -%}
    case when abs({{ number }}) < 1e20 then {{ trim_end(trim_end(digits, '0'), '.') }} end
{%- endmacro %}
