{#- The visitor as an event names it: lead_id, email address and anonymous_id together, as a number. -#}
{% macro visitor_key(events) -%}
    {{ hash_key([events ~ '.lead_id', events ~ '.email', events ~ '.anonymous_id']) }}
{%- endmacro %}
