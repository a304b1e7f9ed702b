-- Counts of channel_conversion that are not those of the cohort, for all channels together or one by one.

with

cohort as (

    select
        count(*) as leads,
        sum(has_converted) as conversions,
        sum(was_accepted) as accepted,
        sum(was_rejected) as rejected
    from {{ ref('int_conversion_cohort') }}

),

channels as (

    select
        case when channel = '*' then 'all' else 'one by one' end as counted,
        sum(leads) as leads,
        sum(conversions) as conversions,
        sum(accepted) as accepted,
        sum(rejected) as rejected
    from {{ ref('channel_conversion') }}
    group by case when channel = '*' then 'all' else 'one by one' end

),

wrong as (

    select channels.*
    from channels
    cross join cohort
    where
        channels.leads <> cohort.leads
        or channels.conversions <> cohort.conversions
        or channels.accepted <> cohort.accepted
        or channels.rejected <> cohort.rejected

),

-- A cohort without any channel would have nothing to be compared with.
missing as (

    select cohort.*
    from cohort
    left join channels
        on channels.counted = 'all'
    where cohort.leads > 0 and channels.counted is null

)

select
    leads,
    conversions
from wrong

union all

select
    leads,
    conversions
from missing
