-- One row per scorecard and value of a raw attribute: the value in its standard form.
-- Countries, industries, company sizes and lead sources go through their aliases; numbers lose their decoration.

with

raw_values as (

    select distinct
        source_attribute,
        value
    from {{ ref('int_lead_attributes') }}

),

aliases as (

    select * from {{ ref('int_aliases') }}

),

standardised as (

    select
        scorecards.scorecard,
        raw_values.source_attribute,
        raw_values.value as raw_value,
        raw_values.source_attribute as attribute,
        case
            when aliases.standard_value is not null then aliases.standard_value
            when raw_values.source_attribute in ('employee_count', 'annual_revenue')
                then {{ company_number('raw_values.value') }}
            else raw_values.value
        end as value
    from raw_values
    cross join {{ ref('stg_scorecards') }} as scorecards
    left join aliases
        on
            scorecards.scorecard = aliases.scorecard
            and raw_values.source_attribute = aliases.attribute
            and {{ alias_key('raw_values.value') }} = aliases.alias

)

select * from standardised
