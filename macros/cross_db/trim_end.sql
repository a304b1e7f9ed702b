{#- A text without those of some characters that stand at its end. -#}
{% macro trim_end(text, characters) -%}
    {{ return(adapter.dispatch('trim_end', 'lead_scoring')(text, characters)) }}
{%- endmacro %}

{% macro default__trim_end(text, characters) -%} rtrim({{ text }}, '{{ characters }}') {%- endmacro %}

{#- Its rtrim takes the two the other way round. -#}
{% macro spark__trim_end(text, characters) -%} trim(trailing '{{ characters }}' from {{ text }}) {%- endmacro %}
