-- One batch of events: hits by visitor, signature and day. Days that are too old to earn points become
-- one, and only the last of them is remembered.

insert into hits
with found as (
    select
        visitor_of(events.lead_id, events.email, events.anonymous_id) as visitor,
        scored_kinds.signature,
        scored_kinds.oldest_day,
        cast(moment(events.occurred_at) as date) as occurred_on
    from $batch as events
    inner join scored_kinds
        on
            events.event_type = scored_kinds.event_type
            and events.asset is not distinct from scored_kinds.asset
    $without_repeated
    where
        scored_kinds.burst_type is null
        and coalesce(lower(events.is_machine) not in ('true', 't', 'yes', 'y', '1'), true)
        and coalesce(events.user_agent not in (from machine_agents), true)
        and coalesce(events.lead_id, events.email, events.anonymous_id) is not null
        and events.event_id is not null
)
select
    visitor,
    signature,
    greatest(occurred_on, oldest_day - 1) as day,
    count(*),
    max(occurred_on)
from found
group by visitor, signature, day
having day <= date '$as_of' and max(occurred_on) is not null;

insert into clicks
select
    hash(events.event_id),
    visitor_of(events.lead_id, events.email, events.anonymous_id),
    hash(coalesce(events.lead_id, lower(events.email), events.anonymous_id)),
    kinds.burst_type,
    case when events.asset is not null then hash(events.asset) end,
    scored_kinds.signature,
    moment(events.occurred_at) as happened_at,
    coalesce(lower(events.is_machine) in ('true', 't', 'yes', 'y', '1'), false)
    or coalesce(events.user_agent in (from machine_agents), false)
from $batch as events
inner join kinds
    on events.event_type = kinds.event_type and events.asset is not distinct from kinds.asset
left join scored_kinds
    on
        events.event_type = scored_kinds.event_type
        and events.asset is not distinct from scored_kinds.asset
$without_repeated
where
    kinds.burst_type is not null
    and coalesce(events.lead_id, events.email, events.anonymous_id) is not null
    and events.event_id is not null;
