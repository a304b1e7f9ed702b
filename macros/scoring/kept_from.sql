{#- The first day that is kept, as SQL: the first of the month so many months before the latest scoring day, or before
    the day of the run if that is earlier, as a day of the future makes nothing old. None where all is kept. -#}
{% macro kept_from(var_name) -%}
    {%- set months = var(var_name, none) -%}
    {%- if months is none -%} {{ return(none) }} {%- endif -%}
    {%- if not modules.re.match('^[1-9][0-9]{0,3}$', months | string) -%}
        {{ exceptions.raise_compiler_error(
            'var ' ~ var_name ~ ' is ' ~ months ~ ': write how many months are kept, such as 24, or leave it empty to keep all')
        }}
    {%- endif -%}
    {%- set latest_day = 'least(' ~ (as_of_day() | trim) ~ ', ' ~ run_day() ~ ')' -%}
    {{ return('cast(' ~ dbt.dateadd('month', -(months | int), dbt.date_trunc('month', latest_day)) ~ ' as date)') }}
{%- endmacro %}
