{#- True where both are equal or both are null, else false and never null. -#}
{% macro is_same(one, other) -%}
    {{ return(adapter.dispatch('is_same', 'lead_scoring')(one, other)) }}
{%- endmacro %}

{% macro default__is_same(one, other) -%} ({{ one }} is not distinct from {{ other }}) {%- endmacro %}

{% macro redshift__is_same(one, other) -%}
    (coalesce({{ one }} = {{ other }}, false) or ({{ one }} is null and {{ other }} is null))
{%- endmacro %}
