{#- dbt compares what a unit test gives and what it should give as text. On Postgres a sum or a window function
    forgets the scale of a decimal, so that 5 would not be 5.00; without their last zeros they are one. -#}
{% macro postgres__get_unit_test_sql(main_sql, expected_fixture_sql, expected_column_names) -%}
    {%- set decimals = [] -%}
    {%- for column in adapter.get_column_schema_from_query(get_empty_subquery_sql(main_sql)) -%}
        {%- if column.dtype == 'DECIMAL' -%} {%- do decimals.append(adapter.quote(column.name)) -%} {%- endif -%}
    {%- endfor -%}
    {%- set shown = [] -%}
    {%- for name in expected_column_names -%}
        {%- do shown.append(('trim_scale(' ~ name ~ ') as ' if name in decimals else '') ~ name) -%}
    {%- endfor -%}
    {{ default__get_unit_test_sql(
        'select ' ~ shown | join(', ') ~ ' from (' ~ main_sql ~ '\n) as given',
        'select ' ~ shown | join(', ') ~ ' from (' ~ expected_fixture_sql ~ '\n) as given',
        expected_column_names
    ) }}
{%- endmacro %}

{% macro redshift__get_unit_test_sql(main_sql, expected_fixture_sql, expected_column_names) -%}
    {{ default__get_unit_test_sql(main_sql, expected_fixture_sql, expected_column_names) }}
{%- endmacro %}
