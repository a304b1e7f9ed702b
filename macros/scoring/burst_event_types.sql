{#- The event types of machine_bursts.csv as a list of SQL literals, so that the times of no other events are
    read to look for bursts. -#}
{% macro burst_event_types() -%}
    {%- set seed = ref('machine_bursts') -%}
    {%- set types = ["''"] -%}
    {%- if execute and load_relation(seed) is not none -%}
        {%- for row in run_query('select distinct lower(' ~ clean_text('event_type') ~ ') from ' ~ seed).rows -%}
            {%- do types.append(text_literal(row[0] or '')) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ types | join(', ') }}
{%- endmacro %}
