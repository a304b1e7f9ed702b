{#- Number (1 = lowest to 10) of the band a score of the point scale falls in: ten of equal width, each with its lower
    edge; the top of the scale is in the highest. -#}
{% macro score_band(score) -%}
    least(10, 1 + cast(floor({{ score }} * 10 / {{ highest_score() }}) as integer))
{%- endmacro %}

{#- Where a band begins; band + 1 gives where it ends. -#}
{% macro score_band_from(band) -%}
    {{ amount(highest_score() ~ ' * ((' ~ band ~ ') - 1) / 10') }}
{%- endmacro %}

{#- A band in words, such as '30 to 40'. -#}
{% macro score_band_name(band) -%}
    {%- set width = (highest_score() | float) / 10 -%}
    case {{ band }}
        {%- for number in range(10) %}
        when {{ number + 1 }} then '{{ '%g' | format(number * width) }} to {{ '%g' | format((number + 1) * width) }}'
        {%- endfor %}
    end
{%- endmacro %}
