{#- Stops lead_scores where var as_of (or LEAD_SCORING_AS_OF) asks for a day that the selection does not score: it would
    show the latest day of the last run, and nothing would say so. -#}
{% macro refuse_another_day() -%}
    {%- set dates = ref('int_scoring_dates') -%}
    {%- set asked = var('as_of', none) or (env_var('LEAD_SCORING_AS_OF', '') if execute else none) -%}
    {%- set dates = load_relation(dates) if execute and asked and flags.WHICH in ['build', 'run'] else none -%}
    {%- if dates -%}
        {%- set shown = run_query('select max(scored_on) as scored_on from ' ~ dates ~ ' where is_latest').columns[0].values()[0] -%}
        {%- if shown | string != asked | string -%}
            {{ exceptions.raise_compiler_error(
                'lead_scores would show ' ~ shown ~ ' and not ' ~ asked ~ ', which this selection does not score: run'
                ~ ' dbt build --selector score, or dbt build, with the same as_of') }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
