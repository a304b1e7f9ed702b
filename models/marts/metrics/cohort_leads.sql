-- One row per scorecard and person of the conversion reports: the attributes on the day they were first
-- scored, and what came of them within the horizon.

with

cohort as (

    select * from {{ ref('int_backtest') }}
    where day_number = 1

),

person_channels as (

    select * from {{ ref('int_person_channels') }}

),

settings as (

    select * from {{ ref('stg_settings') }}

),

cohort_leads as (

    select
        cohort.scorecard,
        cohort.person_id,
        cohort.lead_id,
        cohort.scored_on,
        cohort.segment,
        person_channels.channel,
        cohort.stage,
        {{ shown_score('cohort.score') }} as score,
        cohort.has_converted = 1 as has_converted,
        cohort.was_accepted = 1 as was_accepted,
        cohort.was_rejected = 1 as was_rejected,
        cast(cohort.won_amount as {{ type_decimal(28, 2) }}) as won_amount,
        cast(cohort.days_to_convert as integer) as days_to_convert
    from cohort
    inner join settings
        on cohort.scorecard = settings.scorecard
    inner join person_channels
        on
            cohort.scored_on = person_channels.scored_on
            and cohort.person_id = person_channels.person_id

)

select * from cohort_leads
