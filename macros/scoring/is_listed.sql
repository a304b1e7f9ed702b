{#- True where a text is one of a list a|b|c, without case and outer spaces; a missing list holds nothing. -#}
{% macro is_listed(text, list) -%}
    coalesce({{ dbt.position("'|' || lower(" ~ clean_text(text) ~ ") || '|'",
        "'|' || " ~ trim_list_items('lower(' ~ list ~ ')') ~ " || '|'") }} > 0, false)
{%- endmacro %}
