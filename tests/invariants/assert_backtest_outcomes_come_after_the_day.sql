-- People of a backtest day whose conversion is not the first one recorded for any of their leads, within the
-- horizon from the next day on; people in the backtest who had converted by the day, or whose horizon is not
-- over; and people who should be in it and are not. Of some people.

with

backtest as (

    select * from {{ ref('int_backtest') }}
    where {{ is_sampled_lead('person_id') }}

),

scoring_dates as (

    select
        scoring_dates.scorecard,
        scoring_dates.scored_on,
        scoring_dates.is_reporting,
        {{ add_days('scoring_dates.scored_on', 'settings.conversion_horizon_days') }} as horizon_ends_on,
        settings.conversion_outcome,
        max(case when scoring_dates.is_latest then scoring_dates.scored_on end) over (
            partition by scoring_dates.scorecard
        ) as latest_scored_on
    from {{ ref('int_scoring_dates') }} as scoring_dates
    inner join {{ ref('stg_settings') }} as settings
        on scoring_dates.scorecard = settings.scorecard

),

scored_people as (

    select
        people.scorecard,
        people.scored_on,
        people.person_id,
        people.lead_id,
        scoring_dates.conversion_outcome,
        scoring_dates.horizon_ends_on
    from {{ ref('int_scored_people') }} as people
    inner join scoring_dates
        on
            people.scorecard = scoring_dates.scorecard
            and people.scored_on = scoring_dates.scored_on
    where
        {{ is_sampled_lead('people.person_id') }}
        and scoring_dates.is_reporting
        and scoring_dates.horizon_ends_on <= scoring_dates.latest_scored_on

),

person_leads as (

    select
        scored_on,
        person_id,
        lead_id
    from {{ ref('int_lead_person_map') }}

    union distinct

    select
        scored_on,
        person_id,
        lead_id
    from scored_people

),

conversions as (

    select
        lead_id,
        outcome,
        min(occurred_on) as first_converted_on
    from {{ ref('int_lead_outcomes') }}
    group by lead_id, outcome

),

expected as (

    select
        scored_people.scorecard,
        scored_people.scored_on,
        scored_people.person_id,
        scored_people.horizon_ends_on,
        min(conversions.first_converted_on) as first_converted_on
    from scored_people
    inner join person_leads
        on
            scored_people.scored_on = person_leads.scored_on
            and scored_people.person_id = person_leads.person_id
    left join conversions
        on
            person_leads.lead_id = conversions.lead_id
            and scored_people.conversion_outcome = conversions.outcome
    group by
        scored_people.scorecard,
        scored_people.scored_on,
        scored_people.person_id,
        scored_people.horizon_ends_on

),

wrong as (

    select
        coalesce(backtest.scorecard, expected.scorecard) as scorecard,
        coalesce(backtest.scored_on, expected.scored_on) as scored_on,
        coalesce(backtest.person_id, expected.person_id) as person_id,
        backtest.days_to_convert,
        expected.first_converted_on
    from backtest
    full outer join expected
        on {{ same_person_day('backtest', 'expected') }}
    where
        expected.person_id is null
        or (backtest.person_id is null and coalesce(expected.first_converted_on > expected.scored_on, true))
        or backtest.scored_on >= expected.first_converted_on
        or {{ add_days('backtest.scored_on', 'backtest.days_to_convert') }} <> expected.first_converted_on
        or (backtest.has_converted = 1)
        <> coalesce(expected.first_converted_on <= expected.horizon_ends_on, false)

)

select * from wrong
