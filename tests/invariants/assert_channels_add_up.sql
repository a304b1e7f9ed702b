-- Periods whose channels do not add up to the conversions and amounts there are, however these are credited, and spend
-- that no row of a month shows.

with

channel_performance as (

    select * from {{ ref('channel_performance') }}
    where campaign = '*'

),

credited as (

    {% for share in ['first', 'last', 'position'] %}
    select
        scorecard,
        period,
        '{{ share }}' as way,
        sum(case when channel <> '*' then {{ share }}_customers end) as customers,
        sum(case when channel <> '*' then {{ share }}_amount end) as amount,
        sum(case when channel = '*' then customers end) as all_customers,
        sum(case when channel = '*' then won_amount end) as all_amount
    from channel_performance
    group by scorecard, period
    union all
    {% endfor %}
    select
        scorecard,
        period,
        'lead_source' as way,
        sum(case when channel <> '*' then customers end) as customers,
        sum(case when channel <> '*' then won_amount end) as amount,
        sum(case when channel = '*' then customers end) as all_customers,
        sum(case when channel = '*' then won_amount end) as all_amount
    from channel_performance
    group by scorecard, period

    union all

    select
        scorecard,
        'months' as period,
        'outcomes' as way,
        count(distinct person_id) as customers,
        sum(amount) as amount,
        (
            select sum(months.customers) from channel_performance as months
            where months.scorecard = conversions.scorecard and months.period <> '*' and months.channel = '*'
        ) as all_customers,
        (
            select sum(months.won_amount) from channel_performance as months
            where months.scorecard = conversions.scorecard and months.period <> '*' and months.channel = '*'
        ) as all_amount
    from {{ ref('int_conversions') }} as conversions
    group by scorecard

    union all

    select
        scorecard,
        'months' as period,
        'spend' as way,
        0 as customers,
        sum(amount) as amount,
        0 as all_customers,
        (
            select sum(months.spend) from channel_performance as months
            where months.scorecard = spend.scorecard and months.period <> '*' and months.channel <> '*'
        ) as all_amount
    from {{ ref('int_spend') }} as spend
    group by scorecard

)

select *
from credited
where
    abs(coalesce(customers, 0) - coalesce(all_customers, 0)) > 0.001
    or abs(coalesce(amount, 0) - coalesce(all_amount, 0)) > 1
