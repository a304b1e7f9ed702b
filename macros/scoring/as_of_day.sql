{#- The latest scoring day as SQL: var as_of, else the day the loaded input asks for (the demo's last
    day), else the UTC day of the run. The only place where a clock enters the models. -#}
{% macro as_of_day() -%}
    {%- set as_of = var('as_of', none) -%}
    {%- set run_day = run_started_at.strftime('%Y-%m-%d') -%}
    {%- set facts = source('raw', 'input_facts') -%}
    {%- if as_of -%}
        {{ day_literal('as_of', as_of) }}
    {%- elif execute and load_relation(facts) is not none -%}
        coalesce((select max(default_as_of) from {{ facts }}), cast('{{ run_day }}' as date))
    {%- else -%}
        cast('{{ run_day }}' as date)
    {%- endif -%}
{%- endmacro %}
