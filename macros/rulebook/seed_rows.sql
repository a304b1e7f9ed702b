{#- The rows of a rulebook file: each cell without white space at its ends (empty is null), and the
    row's number in the file. -#}
{% macro seed_rows(seed, columns) -%}
select
    {%- for column in columns %}
    {{ clean_text(column) }} as {{ column }},
    {%- endfor %}
    {{ seed_row_number() }} as row_number
from {{ ref(seed).render() }}
{%- endmacro %}

{% macro scoring_rule_columns() -%}
    {{ return([
        'rule_id', 'component', 'rule_group', 'segment', 'signal_type', 'signal', 'operator', 'operand', 'points',
        'daily_cap', 'max_points', 'min_hits', 'within_days', 'decay', 'decay_days', 'decay_percent', 'grace_days',
        'decay_clock', 'expires_after_days', 'valid_from', 'valid_to', 'description',
    ]) }}
{%- endmacro %}

{% macro override_columns() -%}
    {{ return([
        'override_id', 'effect', 'stage', 'segment', 'signal_type', 'signal', 'operator', 'operand', 'within_days',
        'reason',
    ]) }}
{%- endmacro %}

{% macro probability_columns() -%}
    {{ return([
        'term_id', 'signal_type', 'signal', 'operator', 'operand', 'min_hits', 'within_days', 'coefficient',
        'description',
    ]) }}
{%- endmacro %}

{% macro stage_columns() -%}
    {{ return([
        'stage', 'stage_rank', 'segment', 'min_score', 'exit_score', 'min_fit_points', 'min_engagement_points',
        'follow_up_action', 'follow_up_hours',
    ]) }}
{%- endmacro %}
