-- One row per customer of the latest day and day his way is measured from (created, mql): the days from it to
-- his first conversion.

with

latest_day as (

    select * from {{ ref('int_latest_day') }}

),

scored_people as (

    select * from {{ ref('int_scored_people') }}

),

founders as (

    select * from {{ ref('int_person_founders') }}

),

lead_versions as (

    select * from {{ ref('int_lead_versions') }}

),

mql_entries as (

    select * from {{ ref('int_mql_entries') }}

),

conversions as (

    select
        person_outcomes.scored_on,
        person_outcomes.lead_id,
        min(person_outcomes.occurred_on) as converted_on
    from {{ ref('int_person_outcomes') }} as person_outcomes
    inner join latest_day
        on person_outcomes.scored_on = latest_day.scored_on
    where
        person_outcomes.outcome = '{{ var("conversion_outcome") }}'
        and person_outcomes.days_after_scoring <= 0
    group by person_outcomes.scored_on, person_outcomes.lead_id

),

customers as (

    select
        conversions.lead_id,
        coalesce(founders.founder_lead_id, conversions.lead_id) as founder_lead_id,
        scored_people.segment,
        conversions.converted_on
    from conversions
    inner join scored_people
        on
            conversions.scored_on = scored_people.scored_on
            and conversions.lead_id = scored_people.lead_id
    left join founders
        on
            conversions.scored_on = founders.scored_on
            and conversions.lead_id = founders.lead_id

),

created as (

    select
        lead_id,
        min(created_on) as created_on
    from lead_versions
    group by lead_id

),

starts as (

    select
        lead_id as founder_lead_id,
        'created' as measured_from,
        created_on as starts_on
    from created

    union all

    select
        founder_lead_id,
        'mql' as measured_from,
        entered_on as starts_on
    from mql_entries

),

-- A sale from before the lead was created was entered afterwards: it tells nothing of the way.
customer_days as (

    select
        customers.lead_id,
        customers.segment,
        starts.measured_from,
        {{ days_between('starts.starts_on', 'customers.converted_on') }} as days_to_convert
    from customers
    inner join starts
        on
            customers.founder_lead_id = starts.founder_lead_id
            and customers.converted_on >= starts.starts_on

)

select * from customer_days
