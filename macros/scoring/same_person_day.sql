{#- The join of two tables whose rows are of one scorecard, person and scoring day. -#}
{% macro same_person_day(one, other) -%}
{{ one }}.scorecard = {{ other }}.scorecard
            and {{ one }}.scored_on = {{ other }}.scored_on
            and {{ one }}.person_id = {{ other }}.person_id
{%- endmacro %}
