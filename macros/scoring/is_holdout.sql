{#- True for a random share of people, holdout_percent of them by default: those whose hash is small. The hash
    knows nothing of the day, the score or the percent, so that people stay where they are, and a larger
    percent keeps the members of a smaller one. person_id stays the same whichever lead is the primary one. The first 8 hex digits of an MD5 are compared as text, which all engines can. -#}
{% macro is_holdout(person_id, percent=none) -%}
    {%- set percent = var('holdout_percent') if percent is none else percent -%}
    {%- if percent is not number or percent < 0 or percent > 100 -%}
        {{ exceptions.raise_compiler_error(
            "var holdout_percent is '" ~ percent ~ "': write the percent of people to hold out, from 0 to 100") }}
    {%- endif -%}
    {#- 'g' comes after all hex digits. -#}
    {%- set bound = 'g' if percent == 100 else '%08x' | format((percent * 42949672.96) | int) -%}
    substr({{ dbt.hash(text_literal(var('holdout_salt') ~ '|') ~ ' || ' ~ person_id) }}, 1, 8) < '{{ bound }}'
{%- endmacro %}
