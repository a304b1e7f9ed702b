{#- The rows of this model as the last run left them, none before the first; a column that a release has
    added since is null in them, a scorecard the default. A table that reads itself is never dropped before the new one stands. -#}
{% macro previous_self() -%}
    {%- set relation = readable_previous_self() if execute -%}
    {%- set found = column_names(relation) -%}
    select
    {%- for column in model.columns.values() %}
        {{ column.name if column.name in found else 'cast(' ~ ("'default'" if column.name == 'scorecard' else 'null')
            ~ ' as ' ~ api.Column.translate_type(column.data_type) ~ ') as ' ~ column.name }}
        {{- ',' if not loop.last }}
    {%- endfor %}
    {{ 'from ' ~ relation if relation else 'from (select 1 as nothing) as no_table where 1 = 0' }}
{%- endmacro %}

{#- This model's table as a relation that can still be read while the new one is written; none before the first run. -#}
{% macro readable_previous_self() -%}
    {{ return(adapter.dispatch('readable_previous_self', 'lead_scoring')()) }}
{%- endmacro %}

{% macro default__readable_previous_self() -%} {{ return(load_relation(this)) }} {%- endmacro %}

{#- On Spark a table of Parquet files is dropped before the new one is written, so it is read from a copy, which a
    run that breaks off leaves to the next. -#}
{% macro spark__readable_previous_self() -%}
    {%- set previous = load_relation(this) -%}
    {%- if config.get('file_format') != 'parquet' -%} {{ return(previous) }} {%- endif -%}
    {%- set copy = this.incorporate(path={'identifier': this.identifier ~ '__last_run'}, type='table') -%}
    {%- if previous -%}
        {%- do run_query('drop table if exists ' ~ copy) -%}
        {%- do run_query('create table ' ~ copy ~ ' using parquet as select * from ' ~ previous) -%}
    {%- endif -%}
    {{ return(copy if previous or lead_scoring.spark__table_exists(copy)) }}
{%- endmacro %}
