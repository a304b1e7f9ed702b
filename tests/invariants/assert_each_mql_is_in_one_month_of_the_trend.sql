-- Scorecards whose counts in conversion_trend, of all segments together or one by one, or in mql_entries are
-- not those of int_mql_entries.

with

expected as (

    select
        scorecards.scorecard,
        count(mql_entries.person_id) as mqls,
        coalesce(sum(mql_entries.has_converted), 0) as customers
    from {{ ref('stg_scorecards') }} as scorecards
    left join {{ ref('int_mql_entries') }} as mql_entries
        on scorecards.scorecard = mql_entries.scorecard
    group by scorecards.scorecard

),

reported as (

    select
        scorecard,
        case when segment = '*' then 'all segments' else 'segments one by one' end as counted,
        mqls,
        customers
    from {{ ref('conversion_trend') }}

    union all

    select
        scorecard,
        'mql_entries' as counted,
        1 as mqls,
        case when has_converted then 1 else 0 end as customers
    from {{ ref('mql_entries') }}

),

ways as (

    select 'all segments' as counted
    union all
    select 'segments one by one' as counted
    union all
    select 'mql_entries' as counted

),

totals as (

    select
        expected.scorecard,
        ways.counted,
        expected.mqls as expected_mqls,
        expected.customers as expected_customers,
        coalesce(sum(reported.mqls), 0) as mqls,
        coalesce(sum(reported.customers), 0) as customers
    from expected
    cross join ways
    left join reported
        on
            expected.scorecard = reported.scorecard
            and ways.counted = reported.counted
    group by expected.scorecard, ways.counted, expected.mqls, expected.customers

)

select *
from totals
where mqls <> expected_mqls or customers <> expected_customers
