-- One row per scorecard, kept scoring day, person scored on it and outcome of sales, with the days between
-- the two.
{{ config(materialized='view') }}

with

outcomes as (

    select * from {{ ref('int_lead_outcomes') }}
    where lead_id is not null

),

currency_rates as (

    select * from {{ ref('int_currency_rates') }}

),

settings as (

    select * from {{ ref('stg_settings') }}

),

scored_people as (

    select
        scorecard,
        scored_on,
        person_id,
        lead_id
    from {{ ref('int_scored_people') }}
    where is_kept

),

lead_person_map as (

    select * from {{ ref('int_lead_person_map') }}

),

-- A person of one lead has no row in int_lead_person_map.
person_leads as (

    select
        scored_people.scorecard,
        scored_people.scored_on,
        scored_people.person_id,
        coalesce(lead_person_map.lead_id, scored_people.lead_id) as lead_id
    from scored_people
    left join lead_person_map
        on
            scored_people.scored_on = lead_person_map.scored_on
            and scored_people.person_id = lead_person_map.person_id

),

dated as (

    select
        person_leads.scorecard,
        person_leads.scored_on,
        person_leads.person_id,
        outcomes.outcome_id,
        outcomes.outcome,
        outcomes.amount * case when outcomes.currency is null then 1 else currency_rates.rate end as amount,
        outcomes.product,
        outcomes.reason,
        outcomes.occurred_at,
        outcomes.occurred_on,
        {{ days_between('person_leads.scored_on', 'outcomes.occurred_on') }} as days_after_scoring
    from person_leads
    inner join outcomes
        on person_leads.lead_id = outcomes.lead_id
    left join currency_rates
        on
            person_leads.scorecard = currency_rates.scorecard
            and outcomes.currency = currency_rates.currency

),

person_outcomes as (

    select
        dated.scorecard,
        dated.scored_on,
        dated.person_id,
        dated.outcome_id,
        dated.outcome,
        dated.amount,
        dated.reason,
        dated.occurred_at,
        dated.occurred_on,
        dated.days_after_scoring,
        dated.outcome = settings.conversion_outcome
        and coalesce(lower(dated.product), '') = coalesce(lower(settings.conversion_product), lower(dated.product), '')
            as is_conversion,
        dated.days_after_scoring between 1 and settings.conversion_horizon_days as is_within_horizon
    from dated
    inner join settings
        on dated.scorecard = settings.scorecard

)

select * from person_outcomes
