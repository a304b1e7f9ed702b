{#- The latest scoring day as SQL: var as_of, else LEAD_SCORING_AS_OF of the environment, else the day the loaded
    input asks for (the demo's last day), else the UTC day of the run. The only place where a clock enters the models.
    After a change of a var dbt parses the whole project again; what is asked of the environment here it does not see
    then, so that a build of each day costs no reading. -#}
{% macro as_of_day() -%}
    {%- set as_of = var('as_of', none) or (env_var('LEAD_SCORING_AS_OF', '') if execute else none) -%}
    {%- set facts = source('raw', 'input_facts') -%}
    {%- if as_of -%}
        {{ day_literal('as_of', as_of) }}
    {%- elif execute and load_relation(facts) is not none -%}
        coalesce((select max(default_as_of) from {{ facts }}), {{ run_day() }})
    {%- else -%}
        {{ run_day() }}
    {%- endif -%}
{%- endmacro %}

{#- The UTC day of the run as SQL. -#}
{% macro run_day() -%} cast('{{ run_started_at.strftime('%Y-%m-%d') }}' as date) {%- endmacro %}
