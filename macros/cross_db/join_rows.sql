{#- Joins the texts of a group in their order, with a separator between them; null if there are none. -#}
{% macro join_rows(text, separator) -%}
    {{ return(adapter.dispatch('join_rows', 'lead_scoring')(text, separator)) }}
{%- endmacro %}

{% macro default__join_rows(text, separator) -%}
    {{ dbt.listagg(text, "'" ~ separator ~ "'", 'order by ' ~ text_order('(' ~ text ~ ')')) }}
{%- endmacro %}

{#- dbt's own macro knows no order there. -#}
{% macro spark__join_rows(text, separator) -%}
    array_join(sort_array(collect_list({{ text }})), '{{ separator }}')
{%- endmacro %}
