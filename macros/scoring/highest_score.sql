{#- The top of the point scale, which begins at 0: cuts, grades and surges are on it, whatever scale is shown. -#}
{% macro highest_score() -%} 100 {%- endmacro %}
