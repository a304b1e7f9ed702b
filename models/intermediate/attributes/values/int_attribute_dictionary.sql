-- One row per scorecard, value of a raw attribute and attribute read from it, in standard form.

with

unioned as (

    select * from {{ ref('int_values_standardised') }}

    union all

    select * from {{ ref('int_values_of_titles') }}

    union all

    select * from {{ ref('int_values_of_emails') }}

    union all

    select * from {{ ref('int_values_of_accounts') }}

),

dictionary as (

    select
        scorecard,
        source_attribute,
        raw_value,
        attribute,
        value
    from unioned

)

select * from dictionary
