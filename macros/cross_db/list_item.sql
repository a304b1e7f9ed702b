{#- An item of a text that lists several with a separator, by its place from 1 on; empty or null behind the last one. -#}
{% macro list_item(text, separator, place) -%}
    {{ return(adapter.dispatch('list_item', 'lead_scoring')(text, separator, place)) }}
{%- endmacro %}

{% macro default__list_item(text, separator, place) -%} split_part({{ text }}, '{{ separator }}', {{ place }}) {%- endmacro %}

{% macro duckdb__list_item(text, separator, place) -%}
    split_part({{ text }}, '{{ separator }}', cast({{ place }} as bigint))
{%- endmacro %}

{% macro bigquery__list_item(text, separator, place) -%}
    split({{ text }}, '{{ separator }}')[safe_offset({{ place }} - 1)]
{%- endmacro %}
