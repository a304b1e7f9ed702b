-- One row per scoring day that history keeps, this run's included, and the one before it.

with

{% set recorded = last_run('int_scored_days') %}
kept_days as (

    select scored_on from {{ ref('int_report_days') }}
    {% if recorded %}
    union distinct

    select recorded_days.scored_on from {{ recorded }} as recorded_days
    where is_kept
    {% endif %}

),

ordered as (

    select
        scored_on,
        lag(scored_on) over (order by scored_on) as previous_scored_on
    from kept_days

)

select * from ordered
