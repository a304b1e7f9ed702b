{#- What the close rates say of a rule by itself, in a sentence with the numbers: from the columns of
    rule_performance. It proposes no points: those that hold with all other rules in place `make advise` finds. -#}
{% macro rule_advice() -%}
    {%- set given = 'gives ' ~ "' || " ~ points_as_text('average_points') ~ " || '" ~ ' points on average' -%}
    {%- set worth = "' || " ~ points_as_text('worth_points_low') ~ " || ' to ' || "
        ~ points_as_text('worth_points_high') ~ " || '" -%}
    {%- set rates = "leads with it close at ' || " ~ rate_as_text('close_rate_with') ~ " || ', without it at ' || "
        ~ rate_as_text('close_rate_without') ~ " || '" -%}
    case
        when flag = 'never_fires' and segment <> '*'
            then 'It fires for nobody in this segment.'
        when flag = 'fires_for_all' and segment <> '*'
            then 'It fires for everybody in this segment.'
        when flag = 'never_fires'
            then 'It has not fired for anybody, so it moves no score: look at its signal and operand.'
        when flag = 'fires_for_all'
            then 'It fires for everybody and so tells nobody apart.'
        when flag = 'too_few'
            then 'Too few people or outcomes to judge it yet.'
        when flag = 'contradicted'
            then 'It {{ given }}, but {{ rates }}: by itself it points the other way.'
        when flag in ('overvalued_title', 'overvalued_action', 'overvalued')
            then 'It {{ given }}, but {{ rates }}, by itself worth {{ worth }} points.'
        when flag = 'undervalued'
            then 'It {{ given }}, and {{ rates }}, by itself worth {{ worth }} points.' || coalesce(
                ' It often fires with ' || overlapping_rule_id || ' (overlap ' || {{ rate_as_text('overlap_share') }}
                || '), which then has a part in that.', ''
            )
        when flag = 'unproven'
            then 'The difference may be chance: {{ rates }}.'
        else 'Its points go with its close rates: {{ rates }}.'
    end
{%- endmacro %}
