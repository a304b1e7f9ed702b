{#- Statement for a pre-hook: takes the rows out of this model's table for which the condition holds. -#}
{% macro delete_rows(condition) -%}
    {{ return(adapter.dispatch('delete_rows', 'lead_scoring')(condition)) }}
{%- endmacro %}

{% macro default__delete_rows(condition) -%} delete from {{ this }} where {{ condition }} {%- endmacro %}

{#- The partitions that hold such rows are named, so that no others are looked at. Of Parquet files nothing can be
    deleted: there these partitions (the whole table, where it has none) are written again without the rows. Their
    other rows are first put aside, so that a run that breaks off loses nothing: the next one finds them there, and
    writes them again before anything else. -#}
{% macro spark__delete_rows(condition) -%}
    {%- if config.get('file_format') not in ('parquet', 'iceberg') -%}
        {{ return(lead_scoring.default__delete_rows(condition)) }}
    {%- endif -%}
    {%- set is_parquet = config.get('file_format') == 'parquet' -%}
    {%- set aside = this.incorporate(path={'identifier': this.identifier ~ '__aside'}, type='table') -%}
    {%- if is_parquet and lead_scoring.spark__table_exists(aside) -%} {%- do lead_scoring.spark__put_back(aside) -%} {%- endif -%}
    {%- set partition = config.get('partition_by') -%}
    {%- set touched = '1 = 1' -%}
    {%- if partition -%}
        {%- set values = lead_scoring.spark__values_of(partition, this, condition) -%}
        {%- if not values -%} {{ return('') }} {%- endif -%}
        {%- set touched = partition ~ ' in (' ~ values | join(', ') ~ ')' -%}
    {%- endif -%}
    {%- if not is_parquet -%}
        {{ return(lead_scoring.default__delete_rows(touched ~ ' and (' ~ condition ~ ')')) }}
    {%- endif -%}
    {%- do run_query(
        'create table ' ~ aside ~ ' using parquet as select * from ' ~ this
        ~ ' where ' ~ touched ~ ' and not coalesce(' ~ condition ~ ', false)') -%}
    {%- if partition -%}
        {%- set emptied = values | reject('in', lead_scoring.spark__values_of(partition, aside, '1 = 1')) | list -%}
        {%- if emptied -%}
            {%- do run_query('alter table ' ~ this ~ ' drop if exists partition ('
                ~ partition ~ '=' ~ emptied | join('), partition (' ~ partition ~ '=') ~ ')') -%}
        {%- endif -%}
    {%- endif -%}
    {%- do lead_scoring.spark__put_back(aside) -%}
{%- endmacro %}

{#- The values of a partition's column among some rows, as SQL literals. -#}
{% macro spark__values_of(column, relation, condition) -%}
    {{ return(run_query(
        'select distinct ' ~ lead_scoring.spark__literal_of(column) ~ ' from ' ~ relation ~ ' where ' ~ condition
    ).columns[0].values() | list) }}
{%- endmacro %}

{#- A number or a day as the text of a SQL literal. -#}
{% macro spark__literal_of(column) -%}
    case when cast({{ column }} as string) rlike '^[0-9]+$' then cast({{ column }} as string)
    else concat("date'", cast({{ column }} as string), "'") end
{%- endmacro %}

{#- Writes what was put aside into its table again, in place of what the partitions hold now. -#}
{% macro spark__put_back(aside) -%}
    {%- do run_query('insert overwrite table ' ~ this ~ ' select * from ' ~ aside) -%}
    {%- do run_query('drop table ' ~ aside) -%}
{%- endmacro %}

{#- Whether a table is there, by the metastore and not by what dbt remembers. -#}
{% macro spark__table_exists(relation) -%}
    {{ return(run_query(
        'show tables in ' ~ relation.schema ~ " like '" ~ relation.identifier ~ "'").rows | length > 0) }}
{%- endmacro %}
