{#- dbt refuses on Redshift a unit test whose fixture has no row without nulls, lest a null has no type. Ours have one:
    dbt casts each cell to the type of its column. -#}
{% macro redshift__validate_fixture_rows(rows, row_number) -%} {%- endmacro %}
