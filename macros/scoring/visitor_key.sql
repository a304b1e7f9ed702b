{#- The visitor as an event names him: its lead_id, mail address and anonymous_id together. -#}
{% macro visitor_key(events) -%}
    coalesce({{ events }}.lead_id, '') || '|'
    || coalesce({{ events }}.email, '') || '|'
    || coalesce({{ events }}.anonymous_id, '')
{%- endmacro %}
