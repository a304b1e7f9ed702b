{#- A number between 0 and 1 that the first seven hex digits of a hash stand for, the same on each engine. -#}
{% macro share_of_hash(hash) -%}
    cast(
        (
            0.5
            {%- for digit in range(1, 8) %}
            + ({{ dbt.position('substr(' ~ hash ~ ', ' ~ digit ~ ', 1)', "'0123456789abcdef'") }} - 1) * {{ 16 ** (7 - digit) }}
            {%- endfor %}
        ) / {{ 16 ** 7 }} as {{ type_double() }}
    )
{%- endmacro %}
