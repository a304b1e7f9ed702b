-- One row per raw table: the latest date in its usable rows, and how many days before the latest scoring
-- day that was; with the rows of the last week beside those of the week before.

with

latest_day as (

    select distinct scored_on
    from {{ ref('int_scoring_dates') }}
    where is_latest

),

leads as (

    select
        case when updated_at > created_at then cast(updated_at as date) else created_on end as happened_on,
        1 as input_rows
    from {{ ref('stg_leads') }}

),

events as (

    select
        occurred_on as happened_on,
        hits + machine_hits as input_rows
    from {{ ref('int_event_hits_daily') }}

),

outcomes as (

    select
        occurred_on as happened_on,
        1 as input_rows
    from {{ ref('stg_outcomes') }}

),

aged as (

    {% for table in ['leads', 'events', 'outcomes'] %}
    select
        '{{ table }}' as source_table,
        {{ table }}.happened_on,
        {{ table }}.input_rows,
        {{ days_between(table ~ '.happened_on', 'latest_day.scored_on') }} as age_days
    from latest_day
    left join {{ table }}
        on latest_day.scored_on >= {{ table }}.happened_on
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

input_freshness as (

    select
        cast(source_table as {{ dbt.type_string() }}) as source_table,
        max(happened_on) as last_happened_on,
        cast(min(age_days) as integer) as days_behind,
        coalesce(min(age_days) > {{ var('stale_after_days') }}, true) as is_stale,
        cast(coalesce(sum(case when age_days < 7 then input_rows end), 0) as bigint) as rows_last_7_days,
        cast(coalesce(sum(case when age_days between 7 and 13 then input_rows end), 0) as bigint)
            as rows_7_days_before
    from aged
    group by source_table

)

select * from input_freshness
