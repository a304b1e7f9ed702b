{#- The scorecard that the var scorecard names, else the one in force. -#}
{% macro chosen_scorecard() -%}
    {{ return(var('scorecard', none) or scorecards()[0].scorecard) }}
{%- endmacro %}
