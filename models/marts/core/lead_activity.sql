-- One row per person, day, kind of event and asset up to the latest day: hits, and hits of machines in the
-- person's name.

with

lead_scores as (

    select * from {{ ref('lead_scores') }}

),

known_visitors as (

    select * from {{ ref('int_known_visitors') }}

),

daily_hits as (

    select * from {{ ref('int_event_hits_daily') }}

),

lead_activity as (

    select
        lead_scores.person_id,
        lead_scores.lead_id,
        daily_hits.occurred_on,
        daily_hits.event_type,
        daily_hits.asset,
        cast(sum(daily_hits.hits) as bigint) as hits,
        cast(sum(daily_hits.machine_hits) as bigint) as machine_hits
    from lead_scores
    inner join known_visitors
        on lead_scores.person_id = known_visitors.person_id
    inner join daily_hits
        on
            known_visitors.visitor_key = daily_hits.visitor_key
            and lead_scores.scored_on >= daily_hits.occurred_on
    group by
        lead_scores.person_id,
        lead_scores.lead_id,
        daily_hits.occurred_on,
        daily_hits.event_type,
        daily_hits.asset

)

select * from lead_activity
