-- One row per version of a lead and raw attribute that a rulebook asks for or a mart shows, if the lead has a value.

with

leads as (

    select * from {{ ref('int_lead_versions') }}

),

-- Some are shown whatever the rulebook asks for.
needed as (

    select source_attribute
    from {{ ref('int_rule_attributes') }}
    {%- for column in shown_attributes() %}

    union distinct

    select '{{ column }}' as source_attribute
    {%- endfor %}

),

unpivoted as (

    select
        leads.lead_id,
        leads.valid_from,
        leads.valid_to,
        needed.source_attribute,
        case needed.source_attribute
            {%- for column in lead_columns() + custom_attributes() %}
            when {{ text_literal(column | lower) }}
                then cast(leads.{{ quoted(column) }} as {{ dbt.type_string() }})
            {%- endfor %}
        end as value
    from leads
    cross join needed

),

lead_attributes as (

    select
        lead_id,
        valid_from,
        valid_to,
        source_attribute,
        value
    from unpivoted
    where value is not null

)

select * from lead_attributes
