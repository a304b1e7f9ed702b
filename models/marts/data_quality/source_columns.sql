-- One row per column of a source's table that some run has read: whether it is still there. One that is gone is null in all
-- rows from then on.
{{ config(enabled=sources_in_use() != [], materialized='table') }}

{%- set recorded = previous_run('source_columns') %}
{%- set text = dbt.type_string() %}

with

there as (

    {% for source_name, connection, entity, column in columns_read() %}
    select
        cast({{ text_literal(source_name) }} as {{ text }}) as source,
        cast({{ text_literal(connection) }} as {{ text }}) as connection,
        cast({{ text_literal(entity) }} as {{ text }}) as entity,
        cast({{ text_literal(column) }} as {{ text }}) as column_name
    union all
    {% endfor %}
    select
        cast(null as {{ text }}) as source,
        cast(null as {{ text }}) as connection,
        cast(null as {{ text }}) as entity,
        cast(null as {{ text }}) as column_name

),

source_columns as (

    select
        source,
        connection,
        entity,
        column_name,
        true as is_there
    from there
    where source is not null

    {% if recorded %}
    union all

    select
        recorded.source,
        recorded.connection,
        recorded.entity,
        recorded.column_name,
        false as is_there
    from {{ recorded }} as recorded
    inner join (select distinct source, connection from there) as in_use
        on
            recorded.source = in_use.source
            and recorded.connection = in_use.connection
    left join there
        on
            recorded.source = there.source
            and recorded.connection = there.connection
            and recorded.entity = there.entity
            and recorded.column_name = there.column_name
    where there.source is null
    {% endif %}

)

select * from source_columns
