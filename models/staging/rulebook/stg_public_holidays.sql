-- One row per country, or part of one, and year: its public holidays.
{{ config(materialized='view') }}

with

listed as (

    select * from {{ ref('public_holidays') }}

),

public_holidays as (

    select
        upper(country) as country,
        upper(subdivision) as subdivision,
        cast(year as integer) as in_year,
        days as month_days
    from listed

)

select * from public_holidays
