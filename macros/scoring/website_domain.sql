{#- The domain of a web address: 'https://www.Acme.com/about' -> 'acme.com'. -#}
{% macro website_domain(text) -%}
    {%- set host = dbt.split_part("replace(replace(lower(" ~ text ~ "), 'https://', ''), 'http://', '')", "'/'", 1) -%}
    case when {{ host }} like 'www.%' then substr({{ host }}, 5) else {{ host }} end
{%- endmacro %}
