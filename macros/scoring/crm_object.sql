{#- The object of the CRM that a lead is, by how its id begins (var crm_object_prefixes); null where that says nothing. -#}
{% macro crm_object_by_prefix(lead_id) -%}
    case
        {%- for prefix, object in (var('crm_object_prefixes', none) or {}).items() %}
        when substr({{ lead_id }}, 1, {{ prefix | string | length }}) = {{ text_literal(prefix | string) }}
            then {{ text_literal(object) }}
        {%- endfor %}
        when 1 = 0 then {{ lead_id }}
    end
{%- endmacro %}
