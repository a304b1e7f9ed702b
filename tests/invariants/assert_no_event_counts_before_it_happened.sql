-- People with other hits, machine hits included, than they had events up to the scoring day. Counted
-- from the events themselves on the first and the last scoring day, visitors by their tie.

with

daily_events as (

    select
        lead_id,
        email,
        anonymous_id,
        occurred_on,
        count(*) as event_count
    from {{ ref('stg_events') }}
    group by lead_id, email, anonymous_id, occurred_on

),

person_leads as (

    select * from {{ ref('int_person_leads') }}

),

leads as (

    select * from {{ ref('stg_leads') }}

),

anonymous_ties as (

    select * from {{ ref('int_anonymous_ties') }}

),

scoring_days as (

    select min(scored_on) as scored_on from {{ ref('int_scoring_days') }}

    union distinct

    select max(scored_on) as scored_on from {{ ref('int_scoring_days') }}

),

machine_hits as (

    select person_machine_hits.*
    from {{ ref('int_person_machine_hits') }} as person_machine_hits
    inner join scoring_days
        on person_machine_hits.scored_on = scoring_days.scored_on

),

people_by_email as (

    select distinct
        person_leads.scored_on,
        leads.email,
        person_leads.lead_id
    from person_leads
    inner join leads
        on person_leads.member_lead_id = leads.lead_id
    where leads.has_valid_email

),

resolved as (

    select
        scoring_days.scored_on,
        coalesce(by_lead.lead_id, by_email.lead_id, anonymous_ties.lead_id) as lead_id,
        daily_events.event_count
    from scoring_days
    inner join daily_events
        on scoring_days.scored_on >= daily_events.occurred_on
    left join person_leads as by_lead
        on
            scoring_days.scored_on = by_lead.scored_on
            and daily_events.lead_id = by_lead.member_lead_id
    left join people_by_email as by_email
        on
            scoring_days.scored_on = by_email.scored_on
            and daily_events.email = by_email.email
    left join anonymous_ties
        on
            scoring_days.scored_on = anonymous_ties.scored_on
            and daily_events.anonymous_id = anonymous_ties.anonymous_id

),

recounted as (

    select
        scored_on,
        lead_id,
        sum(event_count) as all_hits
    from resolved
    where lead_id is not null
    group by scored_on, lead_id

),

wrong as (

    select
        coalesce(recounted.scored_on, machine_hits.scored_on) as scored_on,
        coalesce(recounted.lead_id, machine_hits.lead_id) as lead_id,
        recounted.all_hits as events_up_to_the_day,
        machine_hits.all_hits as hits_that_count
    from recounted
    full outer join machine_hits
        on
            recounted.scored_on = machine_hits.scored_on
            and recounted.lead_id = machine_hits.lead_id
    where coalesce(recounted.all_hits, 0) <> coalesce(machine_hits.all_hits, 0)

)

select * from wrong
