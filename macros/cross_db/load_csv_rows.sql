{#- Loads the cells of a seed as they are written. dbt reads a cell that says null as missing wherever it reads the
    file itself, and a rule may well ask for that word. All columns of our seeds are text (_rulebook__seeds.yml). -#}
{% macro postgres__load_csv_rows(model, agate_table) -%}
    {{ return(default__load_csv_rows(model, lead_scoring.cells_as_written(agate_table))) }}
{%- endmacro %}

{#- dbt-spark would paste the cells into a statement as they are. All rows go into one file, in their order, by which
    seed_row_number counts them. -#}
{% macro spark__load_csv_rows(model, agate_table) -%}
    {%- set rows = [] -%}
    {%- for row in lead_scoring.cells_as_written(agate_table).rows -%}
        {%- set cells = [] -%}
        {%- for cell in row -%} {%- do cells.append('null' if cell is none else text_literal(cell)) -%} {%- endfor -%}
        {%- do rows.append('(' ~ cells | join(', ') ~ ')') -%}
    {%- endfor -%}
    {%- if not rows -%} {{ return('') }} {%- endif -%}
    {%- set sql = 'insert into ' ~ this ~ ' select /*+ coalesce(1) */ * from values ' ~ rows | join(', ') -%}
    {%- do adapter.add_query(sql, abridge_sql_log=True) -%}
    {{ return(sql) }}
{%- endmacro %}

{% macro databricks__load_csv_rows(model, agate_table) -%}
    {{ return(dbt.databricks__load_csv_rows(model, agate_table)) }}
{%- endmacro %}

{#- The rows of a seed's file once more, with the word null as text. -#}
{% macro cells_as_written(agate_table) -%}
    {%- for type in agate_table.column_types if 'null' in type.null_values -%}
        {%- do type.null_values.remove('null') -%}
    {%- endfor -%}
    {{ return(agate_table.from_csv(
        agate_table.original_abspath, column_types=agate_table.column_types, encoding='utf-8-sig')) }}
{%- endmacro %}

{#- BigQuery loads the file by itself, and knows no varchar. -#}
{% macro bigquery__load_csv_rows(model, agate_table) -%}
    {%- set types = {} -%}
    {%- for name, type in model['config'].get('column_types', {}).items() -%}
        {%- do types.update({name: 'string' if type.startswith('varchar') else type}) -%}
    {%- endfor -%}
    {%- do adapter.load_dataframe(
        model['database'], model['schema'], model['alias'], agate_table, types, model['config']['delimiter']) -%}
{%- endmacro %}
