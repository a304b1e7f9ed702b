-- People of a backtest day whose conversion is not the first one recorded for any of their leads, within the
-- horizon from the next day on; people in the backtest who had converted by the day, or whose horizon is not
-- over; and people who should be in it and are not. Of some people.

with

backtest as (

    select * from {{ ref('int_backtest') }}
    where {{ is_sampled_lead('person_id') }}

),

backtest_days as (

    select * from {{ ref('int_backtest_days') }}

),

latest_day as (

    select scored_on as latest_scored_on from {{ ref('int_latest_day') }}

),

scored_people as (

    select
        people.scored_on,
        people.person_id,
        people.lead_id
    from {{ ref('int_scored_people') }} as people
    inner join backtest_days
        on people.scored_on = backtest_days.scored_on
    where {{ is_sampled_lead('people.person_id') }}

),

person_leads as (

    select
        scored_on,
        person_id,
        lead_id
    from {{ ref('int_lead_person_map') }}

    union distinct

    select
        scored_people.scored_on,
        scored_people.person_id,
        scored_people.lead_id
    from scored_people

),

conversions as (

    select
        lead_id,
        min(occurred_on) as first_converted_on
    from {{ ref('stg_outcomes') }}
    where outcome = '{{ var("conversion_outcome") }}'
    group by lead_id

),

expected as (

    select
        scored_people.scored_on,
        scored_people.person_id,
        min(conversions.first_converted_on) as first_converted_on
    from scored_people
    inner join person_leads
        on
            scored_people.scored_on = person_leads.scored_on
            and scored_people.person_id = person_leads.person_id
    left join conversions
        on person_leads.lead_id = conversions.lead_id
    group by scored_people.scored_on, scored_people.person_id

),

wrong as (

    select
        coalesce(backtest.scored_on, expected.scored_on) as scored_on,
        coalesce(backtest.person_id, expected.person_id) as person_id,
        backtest.days_to_convert,
        expected.first_converted_on
    from backtest
    full outer join expected
        on
            backtest.scored_on = expected.scored_on
            and backtest.person_id = expected.person_id
    cross join latest_day
    where
        expected.person_id is null
        or (backtest.person_id is null and coalesce(expected.first_converted_on > expected.scored_on, true))
        or backtest.scored_on >= expected.first_converted_on
        or {{ add_days('backtest.scored_on', var('conversion_horizon_days')) }} > latest_day.latest_scored_on
        or {{ add_days('backtest.scored_on', 'backtest.days_to_convert') }} <> expected.first_converted_on
        or (backtest.has_converted = 1) <> coalesce(
            expected.first_converted_on
            <= {{ add_days('backtest.scored_on', var('conversion_horizon_days')) }}, false
        )

)

select * from wrong
