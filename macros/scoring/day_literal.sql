{#- A day of a var as SQL; stops the build where it is not written YYYY-MM-DD. -#}
{% macro day_literal(var_name, day) -%}
    {%- if not modules.re.match('^[0-9]{4}-[0-9]{2}-[0-9]{2}$', day | string) -%}
        {{ exceptions.raise_compiler_error(
            "var " ~ var_name ~ " is '" ~ day ~ "': write a scoring day as YYYY-MM-DD, such as 2026-06-30") }}
    {%- endif -%}
    cast('{{ day }}' as date)
{%- endmacro %}
