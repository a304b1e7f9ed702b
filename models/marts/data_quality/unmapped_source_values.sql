-- One row per value of a source that neither event_map.csv nor status_map.csv knows, with the rows that have it.
{{ config(enabled=sources_in_use() != []) }}

with

valued as (

    {% for source_name in sources_in_use() %}
    {% for model, field, value in mapped_values(source_name) %}
    select
        '{{ source_name }}' as source,
        {{ field }} as field,
        {{ value }} as value
    from {{ ref(model) }}
    where not is_mapped

    union all
    {% endfor %}
    {% endfor %}

    select
        cast(null as {{ dbt.type_string() }}) as source,
        cast(null as {{ dbt.type_string() }}) as field,
        cast(null as {{ dbt.type_string() }}) as value
    from (select 1 as one) as no_table
    where 1 = 0

),

unmapped_source_values as (

    select
        source,
        field,
        value,
        count(*) as raw_rows
    from valued
    where value is not null
    group by source, field, value

)

select * from unmapped_source_values
