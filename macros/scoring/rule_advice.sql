{#- What to do about a rule, in a sentence with the numbers it rests on: from the columns of rule_performance. -#}
{% macro rule_advice() -%}
    {%- set given = 'gives ' ~ "' || " ~ points_as_text('average_points') ~ " || '" ~ ' points on average' -%}
    {%- set worth = "' || " ~ points_as_text('worth_points_low') ~ " || ' to ' || "
        ~ points_as_text('worth_points_high') ~ " || '" -%}
    {%- set rates = "leads with it close at ' || " ~ rate_as_text('close_rate_with') ~ " || ', without it at ' || "
        ~ rate_as_text('close_rate_without') ~ " || '" -%}
    {%- set suggested = "try ' || cast(suggested_points as " ~ dbt.type_string() ~ ") || '" -%}
    case
        when flag = 'never_fires' and segment <> '*'
            then 'It fires for nobody in this segment.'
        when flag = 'fires_for_all' and segment <> '*'
            then 'It fires for everybody in this segment.'
        when flag = 'never_fires'
            then 'It has not fired for anybody: look at its signal and operand, or remove it.'
        when flag = 'fires_for_all'
            then 'It fires for everybody and so tells nobody apart: narrow its condition, or remove it.'
        when flag = 'too_few'
            then 'Too few people or outcomes to judge it yet.'
        when flag = 'contradicted'
            then 'It {{ given }}, but {{ rates }}: turn it round, or remove it.'
        when flag in ('overvalued_title', 'overvalued_action', 'overvalued')
            then 'It {{ given }}, but {{ rates }}, worth {{ worth }} points: {{ suggested }}.'
        when flag = 'undervalued'
            then 'It {{ given }}, and {{ rates }}, worth {{ worth }} points: {{ suggested }}.' || coalesce(
                ' It often fires with ' || overlapping_rule_id || ' (overlap ' || {{ rate_as_text('overlap_share') }}
                || '): do not raise both.', ''
            )
        when flag = 'unproven'
            then 'The difference may be chance: {{ rates }}.'
        else 'It earns its points: {{ rates }}.'
    end
{%- endmacro %}
