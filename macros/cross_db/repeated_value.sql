{#- The value of a key in a list of keys and values as GA4 has it (key, value.string_value and so on), as text: it lies in any of
    four typed fields. Only for engines that have such lists. -#}
{% macro repeated_value(column, key) -%}
    {{ return(adapter.dispatch('repeated_value', 'lead_scoring')(column, key)) }}
{%- endmacro %}

{% macro default__repeated_value(column, key) -%}
    {{ refuse_source('lists such as ' ~ column ~ ' cannot be read on ' ~ target.type
        ~ '; give a model that has a column param_' ~ key ~ ' in models: {event: ...}') }}
{%- endmacro %}

{% macro bigquery__repeated_value(column, key) -%}
    (select {{ value_of_four('item.value') }} from unnest({{ column }}) as item where item.key = '{{ key }}' limit 1)
{%- endmacro %}

{% macro duckdb__repeated_value(column, key) -%}
    {{ value_of_four("[item.value for item in " ~ column ~ " if item.key = '" ~ key ~ "'][1]") }}
{%- endmacro %}

{% macro spark__repeated_value(column, key) -%}
    {{ value_of_four("filter(" ~ column ~ ", item -> item.key = '" ~ key ~ "')[0].value") }}
{%- endmacro %}

{% macro value_of_four(value) -%}
    coalesce(
        {%- for field in ['string_value', 'int_value', 'double_value', 'float_value'] -%}
        cast(({{ value }}).{{ field }} as {{ dbt.type_string() }}){{ ', ' if not loop.last }}
        {%- endfor -%}
    )
{%- endmacro %}
