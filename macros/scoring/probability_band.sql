{#- The lower ('from') or upper ('to') edge of the band a probability falls in, by var probability_cuts; a band has its
    lower edge, the highest also 1. -#}
{% macro probability_band(probability, edge) -%}
    {%- set edges = [0] + var('probability_cuts') + [1] -%}
    {%- if edges != edges | unique | sort | list or edges | min < 0 or edges | max > 1 -%}
        {{ exceptions.raise_compiler_error("var probability_cuts is '" ~ var('probability_cuts')
            ~ "': give rising numbers between 0 and 1, such as [0.05, 0.2]") }}
    {%- endif -%}
    cast(
        case
            {%- for cut in edges[1:-1] %}
            when {{ probability }} < {{ cut }} then {{ edges[loop.index0] if edge == 'from' else cut }}
            {%- endfor %}
            else {{ edges[-2] if edge == 'from' else 1 }}
        end as {{ type_decimal(9, 6) }}
    )
{%- endmacro %}
