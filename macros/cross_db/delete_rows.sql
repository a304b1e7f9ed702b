{#- Statement for a pre-hook: takes the rows out of this model's table for which the condition holds. -#}
{% macro delete_rows(condition) -%}
    {{ return(adapter.dispatch('delete_rows', 'lead_scoring')(condition)) }}
{%- endmacro %}

{% macro default__delete_rows(condition) -%} delete from {{ this }} where {{ condition }} {%- endmacro %}

{#- The partitions that hold such rows are named, so that no other is looked at or written. -#}
{% macro spark__delete_rows(condition) -%}
    {%- set file_format, partition = config.get('file_format'), config.get('partition_by') -%}
    {%- if file_format == 'parquet' -%} {%- do lead_scoring.spark__put_back() -%} {%- endif -%}
    {%- set touched = '1 = 1' -%}
    {%- if partition -%}
        {%- set values = lead_scoring.spark__values_of(this, condition) -%}
        {%- if not values -%} {{ return('') }} {%- endif -%}
        {%- set touched = partition ~ ' in (' ~ values | join(', ') ~ ')' -%}
    {%- endif -%}
    {%- if file_format == 'parquet' -%}
        {%- do lead_scoring.spark__write_again(touched, condition, values) -%}
    {%- else -%}
        {{ lead_scoring.default__delete_rows(touched ~ ' and (' ~ condition ~ ')') }}
    {%- endif -%}
{%- endmacro %}

{#- Finds rows by statistics of its files, and has no use for partitions (partition_column). -#}
{% macro databricks__delete_rows(condition) -%} {{ lead_scoring.default__delete_rows(condition) }} {%- endmacro %}

{#- Of Parquet files nothing can be deleted: the partitions that are touched (the whole table, where it has none) are
    written again without the rows. Their other rows are first put aside, so that a run that breaks off loses nothing. -#}
{% macro spark__write_again(touched, condition, values) -%}
    {%- set aside = lead_scoring.spark__aside() -%}
    {%- do run_query(
        'create table ' ~ aside ~ ' using parquet as select * from ' ~ this
        ~ ' where ' ~ touched ~ ' and not coalesce(' ~ condition ~ ', false)') -%}
    {%- if values -%}
        {%- set emptied = values | reject('in', lead_scoring.spark__values_of(aside, '1 = 1')) | list -%}
        {%- if emptied -%}
            {%- set equals = config.get('partition_by') ~ '=' -%}
            {%- do run_query('alter table ' ~ this ~ ' drop if exists partition ('
                ~ equals ~ emptied | join('), partition (' ~ equals) ~ ')') -%}
        {%- endif -%}
    {%- endif -%}
    {%- do lead_scoring.spark__put_back() -%}
{%- endmacro %}

{#- Where rows were put aside, by this run or by one that broke off, writes them in place of what their partitions
    hold now. -#}
{% macro spark__put_back() -%}
    {%- set aside = lead_scoring.spark__aside() -%}
    {%- if lead_scoring.spark__table_exists(aside) -%}
        {%- do run_query('insert overwrite table ' ~ this ~ ' select * from ' ~ aside) -%}
        {%- do run_query('drop table ' ~ aside) -%}
    {%- endif -%}
{%- endmacro %}

{#- The table for rows of this model's that are put aside. -#}
{% macro spark__aside() -%}
    {{ return(this.incorporate(path={'identifier': this.identifier ~ '__aside'}, type='table')) }}
{%- endmacro %}

{#- The values of this model's partitions among some rows, numbers or days, as SQL literals. -#}
{% macro spark__values_of(relation, condition) -%}
    {%- set text = 'cast(' ~ config.get('partition_by') ~ ' as string)' -%}
    {%- set query -%}
        select distinct case when {{ text }} rlike '^[0-9]+$' then {{ text }} else concat("date'", {{ text }}, "'") end
        from {{ relation }} where {{ condition }}
    {%- endset -%}
    {{ return(run_query(query).columns[0].values() | list) }}
{%- endmacro %}

{#- Whether a table is there, by the metastore and not by what dbt remembers. -#}
{% macro spark__table_exists(relation) -%}
    {{ return(run_query(
        'show tables in ' ~ relation.schema ~ " like '" ~ relation.identifier ~ "'").rows | length > 0) }}
{%- endmacro %}
