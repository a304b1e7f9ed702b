-- What happened: one scan for the ids that come twice, one for the visitors, one for the days.

-- Kinds of events that earn the same points share a signature: the list of their rules.
create temp table event_rules as
select * from rules where signal_type = 'event';

create temp table kinds as
with delivered as (select distinct event_type, asset from read_parquet($events))
select
    delivered.event_type,
    delivered.asset,
    any_value(burst_types.burst_type) as burst_type,
    list(event_rules.rule order by event_rules.rule) filter (event_rules.rule is not null) as signature_rules,
    -- Beyond this age no rule gives points for it: only the last day of such hits is still needed.
    case when count(event_rules.rule) = count(event_rules.horizon_days)
        then max(event_rules.horizon_days) end as horizon_days
from delivered
left join event_rules
    on
        lower(clean(delivered.event_type)) = event_rules.signal
        and holds('event', event_rules.operator, event_rules.operand, clean(delivered.asset))
left join (select distinct event_type, burst_type from bursts) as burst_types
    on lower(clean(delivered.event_type)) = burst_types.event_type
where clean(delivered.event_type) is not null
group by delivered.event_type, delivered.asset;

create temp table signatures as
select
    row_number() over () as signature,
    signature_rules,
    any_value(horizon_days) as horizon_days
from kinds
where signature_rules is not null
group by signature_rules;

create temp table scored_kinds as
select kinds.event_type, kinds.asset, cast(signatures.signature as utinyint) as signature,
    kinds.burst_type,
    coalesce(date '$as_of' - signatures.horizon_days, date '0001-01-01') as oldest_day
from kinds
inner join signatures using (signature_rules);

create temp table signature_rules as
select cast(signature as utinyint) as signature, unnest(signature_rules) as rule from signatures;

create temp table machine_agents as
select user_agents.user_agent
from (
    select distinct user_agent from read_parquet($events) where user_agent is not null
) as user_agents
semi join agents
    on holds('event', agents.operator, agents.operand, clean(user_agents.user_agent));

-- Deliveries of one event: a 64-bit number stands for its id, and the first to arrive counts.
create temp table repeated as
select hash(event_id) as event_hash
from read_parquet($events)
group by event_hash
having count(*) > 1;

create temp macro visitor_of(lead_id, email, anonymous_id) as hash(lead_id, email, anonymous_id);

-- A visitor as the events name it, again as a number. Only ties of a cookie to a name need the time.
create temp table visitors as
with sightings as (
    select
        lead_id,
        email,
        anonymous_id,
        case
            when anonymous_id is not null and coalesce(lead_id, email) is not null
                then moment(occurred_at)
        end as tied_at
    from read_parquet($events)
    where event_id is not null and event_type is not null
)
select
    visitor_of(lead_id, email, anonymous_id) as visitor,
    any_value(hash(lead_id)) filter (lead_id is not null) as lead_hash,
    any_value(hash(lower(email))) filter (email is not null) as mail_hash,
    any_value(hash(anonymous_id)) filter (anonymous_id is not null) as anonymous_hash,
    max(tied_at) filter (tied_at < date '$as_of' + 1) as last_tied_at
from sightings
group by visitor;

create temp table deliveries as
select $event_columns
from read_parquet($events)
semi join repeated on hash(event_id) = repeated.event_hash;

create temp table copies as
select $event_columns
from deliveries
where
    event_type is not null
    and moment(occurred_at) is not null
    and coalesce(lead_id, email, anonymous_id) is not null
qualify row_number() over (
    partition by event_id
    order by moment(loaded_at) asc nulls last, moment(occurred_at)
) = 1;

drop table deliveries;

create temp table hits (
    visitor ubigint, signature utinyint, occurred_on date, hits integer, last_on date
);

create temp table clicks (
    event_hash ubigint, visitor ubigint, clicker ubigint, burst_type utinyint, asset_hash ubigint,
    signature utinyint, happened_at timestamp, by_machine boolean
);
