-- One row: the latest scoring day, which the marts are about.
{{ config(materialized='view') }}

with

latest_day as (

    select {{ as_of_day() }} as scored_on

)

select * from latest_day
