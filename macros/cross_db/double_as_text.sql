{#- The text of a number with a fraction of type double, without an exponent where it is as large as a time in seconds. -#}
{% macro double_as_text(number) -%}
    {{ return(adapter.dispatch('double_as_text', 'lead_scoring')(number)) }}
{%- endmacro %}

{% macro default__double_as_text(number) -%} cast({{ number }} as {{ dbt.type_string() }}) {%- endmacro %}

{#- It writes 1771887600.25 as 1.77188760025E9. -#}
{% macro spark__double_as_text(number) -%}
    case
        when abs({{ number }}) between 1e7 and 1e15
            then trim(trailing '0' from cast(cast({{ number }} as decimal(30, 9)) as string))
        else cast({{ number }} as string)
    end
{%- endmacro %}
