-- One row per optional column whose values must be read: how many were given, and how many became null because they
-- could not be read.

with

{% set readers = [
    ('leads', 'updated_at', read_timestamp('updated_at')),
    ('leads', 'do_not_contact', read_boolean('do_not_contact')),
    ('leads', 'is_deleted', read_boolean('is_deleted')),
    ('outcomes', 'amount', read_number('amount')),
] %}
-- Company sizes are read by the aliases of the scorecard in force.
aliases as (

    select aliases.*
    from {{ ref('int_aliases') }} as aliases
    inner join {{ ref('stg_scorecards') }} as scorecards
        on aliases.scorecard = scorecards.scorecard
    where scorecards.scorecard_rank = 1

),

given as (

    {% for table, column, reading in readers %}
    select
        '{{ table }}' as source_table,
        '{{ column }}' as column_name,
        count({{ column }}) as given_values,
        count({{ column }}) - count({{ reading }}) as bad_values
    from {{ ref('base_' ~ table) }}
    union all
    {% endfor %}

    {% for column in ['is_machine', 'loaded_at'] %}
    select
        'events' as source_table,
        '{{ column }}' as column_name,
        coalesce(sum(given_{{ column }}), 0) as given_values,
        coalesce(sum(bad_{{ column }}), 0) as bad_values
    from {{ ref('stg_event_arrivals') }}
    union all
    {% endfor %}

    {% for column in ['employee_count', 'annual_revenue'] %}
    select
        'leads' as source_table,
        '{{ column }}' as column_name,
        count(base_leads.{{ column }}) as given_values,
        count(base_leads.{{ column }})
        - count(coalesce(aliases.standard_value, {{ company_number('base_leads.' ~ column) }})) as bad_values
    from {{ ref('base_leads') }} as base_leads
    left join aliases
        on
            aliases.attribute = '{{ column }}'
            and {{ alias_key('base_leads.' ~ column) }} = aliases.alias
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

bad_values as (

    select
        cast(source_table as {{ dbt.type_string() }}) as source_table,
        cast(column_name as {{ dbt.type_string() }}) as column_name,
        cast(given_values as bigint) as given_values,
        cast(bad_values as bigint) as bad_values
    from given

)

select * from bad_values
