-- Days with more or fewer hits in the rollup than events arrived that happened on them, rejected rows and
-- duplicates left out. Days that an earlier run counted too: none may be counted twice or stay behind.

with

arrivals as (

    select
        occurred_on,
        sum(raw_rows) as usable_rows
    from {{ ref('stg_event_arrivals') }}
    where occurred_on is not null
    group by occurred_on

),

duplicates as (

    select
        occurred_on,
        count(*) as duplicate_rows
    from {{ ref('stg_event_copies') }}
    where copy_rank > 1
    group by occurred_on

),

daily_hits as (

    select
        occurred_on,
        sum(hits + machine_hits) as all_hits
    from {{ ref('int_event_hits_daily') }}
    group by occurred_on

),

wrong as (

    select
        coalesce(arrivals.occurred_on, daily_hits.occurred_on) as occurred_on,
        arrivals.usable_rows,
        duplicates.duplicate_rows,
        daily_hits.all_hits
    from arrivals
    full outer join daily_hits
        on arrivals.occurred_on = daily_hits.occurred_on
    left join duplicates
        on arrivals.occurred_on = duplicates.occurred_on
    where
        coalesce(arrivals.usable_rows, 0) - coalesce(duplicates.duplicate_rows, 0)
        <> coalesce(daily_hits.all_hits, 0)

)

select * from wrong
