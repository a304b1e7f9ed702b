{#- A problem of the score in a sentence with its figures, from the columns of model_quality or, for drift, score_drift. -#}
{% macro score_warning(warning) -%}
    {%- set whose = "case when segment = '*' then 'all segments' else 'segment ' || segment end" -%}
    {%- if warning == 'looks_alike' -%}
        'Scores look alike in ' || {{ whose }} || ': ' || {{ rate_as_text('largest_tie_share') }}
        || ' of people have one and the same, and the middle 80 % of people lie within '
        || {{ points_as_text('score_spread') }} || ' points'
    {%- elif warning == 'does_not_rank' -%}
        'Higher scores do not convert more often in ' || {{ whose }} || ': AUC ' || {{ number_as_text('auc') }}
        || coalesce(
            ' (' || {{ number_as_text('auc_low') }} || ' to ' || {{ number_as_text('auc_high') }} || ')', ''
        ) || ', where 0.5 is chance'
    {%- elif warning == 'probability_off' -%}
        'Probabilities are off in ' || {{ whose }} || ': ' || {{ rate_as_text('mean_probability') }}
        || ' were predicted to convert and ' || {{ rate_as_text('base_rate_with_closed') }} || ' did ('
        || {{ rate_as_text('base_rate_with_closed_low') }} || ' to ' || {{ rate_as_text('base_rate_with_closed_high') }}
        || '); Brier skill ' || {{ number_as_text('brier_skill') }} || ', where 0 is no gain'
    {%- else -%}
        'People moved in ' || input_name || ' since ' || cast(compared_with as {{ dbt.type_string() }}) || ': PSI '
        || {{ number_as_text('psi') }} || '; ' || most_moved_bin || ' from '
        || {{ rate_as_text('most_moved_share_before') }} || ' of people to '
        || {{ rate_as_text('most_moved_share') }}
    {%- endif -%}
{%- endmacro %}
