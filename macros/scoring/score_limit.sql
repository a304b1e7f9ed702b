{#- The 'lowest' or 'highest' score of var score_scale, which must be two rising numbers. -#}
{% macro score_limit(end) -%}
    {%- set scale = var('score_scale') -%}
    {%- if scale is string or scale is not sequence or scale | length != 2
        or not (scale[0] is number and scale[1] is number and scale[0] < scale[1]) -%}
        {{ exceptions.raise_compiler_error(
            "var score_scale is '" ~ scale ~ "': give the lowest and the highest score, such as [0, 100]") }}
    {%- endif -%}
    {{ amount(scale[0] if end == 'lowest' else scale[1]) }}
{%- endmacro %}
