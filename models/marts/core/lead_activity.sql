-- One row per person, day, kind of event and asset up to the latest day: hits, and hits of bots in the
-- person's name.

with

people as (

    select distinct
        person_id,
        lead_id,
        scored_on
    from {{ ref('lead_scores') }}

),

known_visitors as (

    select * from {{ ref('int_known_visitors') }}

),

daily_hits as (

    select * from {{ ref('int_event_hits_daily') }}

),

-- An asset may hold an address, as a page's query does.
event_kinds as (

    select
        kind_key,
        event_type,
        {{ in_marts('asset') }} as asset
    from {{ ref('stg_event_kinds') }}

),

lead_activity as (

    select
        people.person_id,
        people.lead_id,
        daily_hits.occurred_on,
        event_kinds.event_type,
        event_kinds.asset,
        cast(sum(daily_hits.hits) as bigint) as hits,
        cast(sum(daily_hits.machine_hits) as bigint) as machine_hits
    from people
    inner join known_visitors
        on people.person_id = known_visitors.person_id
    inner join daily_hits
        on
            known_visitors.visitor_key = daily_hits.visitor_key
            and people.scored_on >= daily_hits.occurred_on
    inner join event_kinds
        on daily_hits.kind_key = event_kinds.kind_key
    group by
        people.person_id,
        people.lead_id,
        daily_hits.occurred_on,
        event_kinds.event_type,
        event_kinds.asset

)

select * from lead_activity
