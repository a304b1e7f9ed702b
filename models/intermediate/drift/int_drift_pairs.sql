-- One row per drift day and earlier one it is compared with: the one before, and the first of all.
{{ config(materialized='view') }}

with

days as (

    select distinct scored_on
    from {{ ref('int_drift_counts') }}

),

compared as (

    select
        scored_on,
        'previous' as comparison,
        lag(scored_on) over (order by scored_on) as compared_with
    from days

    union all

    select
        scored_on,
        'first' as comparison,
        min(scored_on) over () as compared_with
    from days

),

drift_pairs as (

    select
        scored_on,
        comparison,
        compared_with
    from compared
    where compared_with < scored_on

)

select * from drift_pairs
