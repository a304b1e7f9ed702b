{#- A score of the point scale as it is shown: on the scale of the scorecard's settings (an alias of stg_settings),
    linearly, so that 1 to 10 shows 5.5 for 50 points. -#}
{% macro shown_score(points, settings='settings') -%}
    {{ amount(
        settings ~ '.scale_low + ' ~ points ~ ' * (' ~ settings ~ '.scale_high - ' ~ settings ~ '.scale_low) / '
        ~ highest_score()
    ) }}
{%- endmacro %}
