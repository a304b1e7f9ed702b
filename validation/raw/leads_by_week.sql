-- One row per week of the last 13 (week 0 ends on the scoring day), as far back as leads go.

with

created as (

    select (getvariable('last_day') - cast(read_timestamp(created_at) as date)) // 7 as weeks_ago
    from leads
    where cast(read_timestamp(created_at) as date) <= getvariable('last_day')

),

weeks as (

    select unnest(range(0, least(21, 1 + (select max(weeks_ago) from created)))) as weeks_ago

),

counted as (

    select
        weeks.weeks_ago,
        count(created.weeks_ago) as leads
    from weeks
    left join created
        on weeks.weeks_ago = created.weeks_ago
    group by weeks.weeks_ago

),

compared as (

    select
        weeks_ago,
        leads,
        leads / nullif(
            median(leads) over (order by weeks_ago desc rows between 8 preceding and 1 preceding), 0
        ) as leads_to_usual
    from counted

)

select * from compared
where weeks_ago < 13
