-- One row per month up to the latest day and segment ('*' = all): people who became marketing qualified leads
-- in it, and how many of them have become customers within the horizon.

with

mql_entries as (

    select * from {{ ref('int_mql_entries') }}

),

latest_day as (

    select * from {{ ref('int_latest_day') }}

),

levels as (

    {{ report_levels() }}

),

entries as (

    select
        case when levels.is_total then '*' else mql_entries.segment end as segment,
        cast({{ dbt.date_trunc('month', 'mql_entries.entered_on') }} as date) as month_starts_on,
        mql_entries.has_converted
    from mql_entries
    cross join levels

),

segments as (

    select distinct segment from entries

),

-- On the first kept day of all nobody is known to have entered a stage.
months as (

    select distinct
        cast({{ dbt.date_trunc('month', 'kept_days.scored_on') }} as date) as month_starts_on,
        latest_day.scored_on
    from {{ ref('int_kept_days') }} as kept_days
    inner join latest_day
        on kept_days.scored_on <= latest_day.scored_on
    where kept_days.previous_scored_on is not null

),

mql_months as (

    select
        months.month_starts_on,
        segments.segment,
        {{ add_days(dbt.last_day('months.month_starts_on', 'month'), var('conversion_horizon_days')) }}
        <= months.scored_on as is_complete,
        count(entries.segment) as mqls,
        coalesce(sum(entries.has_converted), 0) as customers
    from months
    cross join segments
    left join entries
        on
            months.month_starts_on = entries.month_starts_on
            and segments.segment = entries.segment
    group by months.month_starts_on, months.scored_on, segments.segment

)

select * from mql_months
