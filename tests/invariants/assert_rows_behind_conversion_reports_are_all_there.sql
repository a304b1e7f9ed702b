-- Counts of cohort_leads and mql_entries that are not those of segment_conversion and conversion_trend.

with

cohort as (

    select
        'cohort_leads' as table_name,
        count(*) as people,
        coalesce(sum(case when has_converted then 1 else 0 end), 0) as conversions
    from {{ ref('cohort_leads') }}

),

cohort_report as (

    select
        coalesce(sum(leads), 0) as people,
        coalesce(sum(conversions), 0) as conversions
    from {{ ref('segment_conversion') }}

),

mqls as (

    select
        'mql_entries' as table_name,
        count(*) as people,
        coalesce(sum(case when has_converted then 1 else 0 end), 0) as conversions
    from {{ ref('mql_entries') }}

),

mql_report as (

    select
        coalesce(sum(mqls), 0) as people,
        coalesce(sum(customers), 0) as conversions
    from {{ ref('conversion_trend') }}
    where segment = '*'

),

compared as (

    select
        cohort.*,
        cohort_report.people as reported_people,
        cohort_report.conversions as reported_conversions
    from cohort
    cross join cohort_report

    union all

    select
        mqls.*,
        mql_report.people as reported_people,
        mql_report.conversions as reported_conversions
    from mqls
    cross join mql_report

)

select * from compared
where people <> reported_people or conversions <> reported_conversions
