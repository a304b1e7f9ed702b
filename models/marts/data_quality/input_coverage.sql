-- One row per column of the raw leads that tells of a person: how many leads have a value in it.

with

leads as (

    select * from {{ ref('stg_leads') }}
    where not is_deleted

),

{% set keys = ['lead_id', 'created_at', 'updated_at', 'is_deleted', 'merged_into_lead_id', 'owner_id'] %}
{% set columns = (lead_columns() + custom_attributes()) | reject('in', keys) | list %}
counts as (

    {% for column in columns %}
    select
        {{ text_literal(column) }} as column_name,
        count(*) as leads,
        count({{ quoted(column) }}) as known
    from leads
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

input_coverage as (

    select
        cast(column_name as {{ dbt.type_string() }}) as column_name,
        cast(leads as bigint) as leads,
        cast(known as bigint) as known,
        {{ rate_columns('coverage', 'known', 'leads') }},
        leads >= {{ var('min_group_size') }} as is_enough
    from counts

)

select * from input_coverage
