-- One row per scorecard, month up to the latest day and segment ('*' = all): people who became marketing
-- qualified leads in it, and how many of them have become customers within the horizon.

with

mql_entries as (

    select * from {{ ref('int_mql_entries') }}

),

scoring_dates as (

    select * from {{ ref('int_scoring_dates') }}

),

settings as (

    select * from {{ ref('stg_settings') }}

),

levels as (

    {{ report_levels() }}

),

entries as (

    select
        mql_entries.scorecard,
        case when levels.is_total then '*' else mql_entries.segment end as segment,
        cast({{ dbt.date_trunc('month', 'mql_entries.entered_on') }} as date) as month_starts_on,
        mql_entries.has_converted
    from mql_entries
    cross join levels

),

segments as (

    select distinct
        scorecard,
        segment
    from entries

),

-- Nobody is known to have entered a stage on the first kept day of all.
months as (

    select distinct
        kept_dates.scorecard,
        cast({{ dbt.date_trunc('month', 'kept_dates.scored_on') }} as date) as month_starts_on,
        latest_dates.scored_on as latest_scored_on
    from scoring_dates as kept_dates
    inner join scoring_dates as latest_dates
        on
            kept_dates.scorecard = latest_dates.scorecard
            and kept_dates.scored_on <= latest_dates.scored_on
            and latest_dates.is_latest
    where kept_dates.is_kept and kept_dates.previous_scored_on is not null

),

mql_months as (

    select
        months.scorecard,
        months.month_starts_on,
        segments.segment,
        {{ add_days(dbt.last_day('months.month_starts_on', 'month'), 'settings.conversion_horizon_days') }}
        <= months.latest_scored_on as is_complete,
        count(entries.segment) as mqls,
        coalesce(sum(entries.has_converted), 0) as customers
    from months
    inner join settings
        on months.scorecard = settings.scorecard
    inner join segments
        on months.scorecard = segments.scorecard
    left join entries
        on
            months.scorecard = entries.scorecard
            and months.month_starts_on = entries.month_starts_on
            and segments.segment = entries.segment
    group by
        months.scorecard,
        months.month_starts_on,
        months.latest_scored_on,
        settings.conversion_horizon_days,
        segments.segment

)

select * from mql_months
