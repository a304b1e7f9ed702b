{#- Number (1 = lowest to 10) of the band a score falls in: ten of equal width over var score_scale, each with its
    lower edge; the top of the scale is in the highest. -#}
{% macro score_band(score) -%}
    {%- set lowest = score_limit('lowest') -%}
    {%- set band = 'floor((' ~ score ~ ' - ' ~ lowest ~ ') * 10 / (' ~ score_limit('highest') ~ ' - ' ~ lowest ~ '))' -%}
    least(10, 1 + cast({{ band }} as integer))
{%- endmacro %}

{#- Where a band begins; band + 1 gives where it ends. -#}
{% macro score_band_from(band) -%}
    {%- set lowest = score_limit('lowest') -%}
    {{ amount(lowest ~ ' + (' ~ score_limit('highest') ~ ' - ' ~ lowest ~ ') * ((' ~ band ~ ') - 1) / 10') }}
{%- endmacro %}

{#- A band in words, such as '30 to 40'. -#}
{% macro score_band_name(band) -%}
    {%- set scale = var('score_scale') -%}
    {%- set width = (scale[1] - scale[0]) / 10 -%}
    case {{ band }}
        {%- for number in range(10) %}
        when {{ number + 1 }}
            then '{{ '%g' | format(scale[0] + number * width) }} to {{ '%g' | format(scale[0] + (number + 1) * width) }}'
        {%- endfor %}
    end
{%- endmacro %}
