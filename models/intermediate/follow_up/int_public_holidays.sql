-- One row per scorecard and day on which something can be due that is a public holiday of the team.
{{ config(materialized='view') }}

with

calendar_days as (

    select
        *,
        cast(day_on as {{ dbt.type_string() }}) as day_text
    from {{ ref('int_calendar_days') }}

),

settings as (

    select * from {{ ref('stg_settings') }}

),

public_holidays as (

    select * from {{ ref('stg_public_holidays') }}

),

holidays as (

    select
        calendar_days.scorecard,
        calendar_days.day_on
    from calendar_days
    inner join settings
        on calendar_days.scorecard = settings.scorecard
    inner join public_holidays
        on
            upper(settings.holiday_country) = public_holidays.country
            and coalesce(upper(settings.holiday_subdivision), '') = coalesce(public_holidays.subdivision, '')
            and cast(substr(calendar_days.day_text, 1, 4) as integer) = public_holidays.in_year
    where {{ is_listed('substr(calendar_days.day_text, 6, 5)', 'public_holidays.month_days') }}

)

select * from holidays
