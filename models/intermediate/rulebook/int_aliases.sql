-- One row per attribute and alias: the standard name of a country, industry or company size.

with

unioned as (

    select
        'country' as attribute,
        {{ alias_key('alias') }} as alias,
        country as standard_value
    from {{ ref('country_aliases') }}

    union all

    select
        'industry' as attribute,
        {{ alias_key('alias') }} as alias,
        industry as standard_value
    from {{ ref('industry_aliases') }}

    union all

    select
        'employee_count' as attribute,
        {{ alias_key('alias') }} as alias,
        employee_count as standard_value
    from {{ ref('company_size_aliases') }}

),

-- A standard name is an alias of itself: 'GERMANY' becomes 'Germany'.
with_names as (

    select
        attribute,
        alias,
        {{ clean_text('standard_value') }} as standard_value
    from unioned

    union all

    select
        attribute,
        {{ alias_key('standard_value') }} as alias,
        {{ clean_text('standard_value') }} as standard_value
    from unioned
    where attribute <> 'employee_count'

),

aliases as (

    select
        attribute,
        alias,
        {{ first_text('standard_value') }} as standard_value
    from with_names
    group by attribute, alias

)

select * from aliases
