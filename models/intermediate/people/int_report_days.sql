-- One row per scoring day that is always wanted: the latest one, the month ends before it, and the days
-- before it that the vars history_days and history_on ask for.
-- A table: with a year of days the text of a view would be longer than a metastore may take.

with

latest_day as (

    select * from {{ ref('int_latest_day') }}

),

report_days as (

    select scored_on
    from latest_day
    {% for months_back in range(var('history_months')) %}
    union distinct

    select
        {{ add_days(dbt.dateadd('month', -months_back, dbt.date_trunc('month', 'scored_on')), -1) }}
            as scored_on
    from latest_day
    {% endfor %}
    {% for days_back in range(var('history_days')) %}
    union distinct

    select {{ add_days('scored_on', -days_back - 1) }} as scored_on
    from latest_day
    {% endfor %}
    {% for day in var('history_on') or [] %}
    union distinct

    select {{ day_literal('history_on', day) }} as scored_on
    from latest_day
    where scored_on > {{ day_literal('history_on', day) }}
    {% endfor %}

)

select * from report_days
