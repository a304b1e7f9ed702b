{#- The day a YYYY-MM-DD text holds, else null. -#}
{% macro read_date(text) -%}
    case when length({{ text }}) = 10 then cast({{ read_iso_timestamp(text) }} as date) end
{%- endmacro %}
