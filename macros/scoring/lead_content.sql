{#- All a lead says of itself as one text, so that two versions of it can be told apart. -#}
{% macro lead_content(leads) -%}
    concat_ws(
        '|',
        {%- for column in lead_columns() + custom_attributes() %}
        coalesce(cast({{ leads }}.{{ adapter.quote(column) }} as {{ dbt.type_string() }}), ''){{ ',' if not loop.last }}
        {%- endfor %}
    )
{%- endmacro %}
