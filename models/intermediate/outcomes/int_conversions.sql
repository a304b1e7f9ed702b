-- One row per scorecard and conversion up to the latest day: when it came, what it was worth, and the channel that
-- the person's leads name.

with

settings as (

    select * from {{ ref('stg_settings') }}

),

latest_dates as (

    select * from {{ ref('int_scoring_dates') }}
    where is_latest

),

person_outcomes as (

    select * from {{ ref('int_person_outcomes') }}
    where is_conversion and days_after_scoring <= 0

),

person_channels as (

    select * from {{ ref('int_person_channels') }}

),

conversions as (

    select
        person_outcomes.scorecard,
        person_outcomes.person_id,
        person_outcomes.outcome_id,
        person_outcomes.occurred_on,
        person_outcomes.amount,
        row_number() over (
            partition by person_outcomes.scorecard, person_outcomes.person_id
            order by person_outcomes.occurred_at asc, {{ text_order('person_outcomes.outcome_id') }} asc
        ) as conversion_number,
        person_channels.channel,
        least(person_channels.first_created_on, person_outcomes.occurred_on) as became_lead_on,
        person_channels.channel = 'unknown'
        or {{ is_listed('person_channels.channel', 'settings.attribution_ignored_channels') }} as is_channel_ignored
    from person_outcomes
    inner join latest_dates
        on
            person_outcomes.scorecard = latest_dates.scorecard
            and person_outcomes.scored_on = latest_dates.scored_on
    inner join settings
        on person_outcomes.scorecard = settings.scorecard
    inner join person_channels
        on
            person_outcomes.scored_on = person_channels.scored_on
            and person_outcomes.person_id = person_channels.person_id

)

select * from conversions
