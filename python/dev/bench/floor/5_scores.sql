-- From hits to scores.

drop table repeated;
drop table copies;

-- Runs of clicks that no person makes. Only days with enough clicks on enough assets are looked at.
create temp table burst_events as
with busy as (
    select clicks.clicker, cast(clicks.happened_at as date) as occurred_on, bursts.burst_rule,
        any_value(bursts.max_gap_seconds) as max_gap_seconds,
        any_value(bursts.min_hits) as min_hits,
        any_value(bursts.min_assets) as min_assets
    from clicks
    inner join bursts using (burst_type)
    where clicks.happened_at is not null
    group by clicks.clicker, occurred_on, bursts.burst_rule
    having count(*) >= any_value(bursts.min_hits)
        and (any_value(bursts.min_assets) <= 1 or min(clicks.asset_hash) <> max(clicks.asset_hash))
        and max(clicks.happened_at) > date_trunc('day', max(clicks.happened_at))
),
gaps as (
    select
        busy.clicker, busy.occurred_on, busy.burst_rule, busy.max_gap_seconds, busy.min_hits,
        busy.min_assets, clicks.event_hash, clicks.asset_hash, clicks.happened_at,
        lag(clicks.happened_at) over (
            partition by busy.burst_rule, clicks.clicker, busy.occurred_on
            order by clicks.happened_at, clicks.event_hash
        ) as previous_at
    from clicks
    inner join bursts using (burst_type)
    inner join busy
        on
            clicks.clicker = busy.clicker
            and bursts.burst_rule = busy.burst_rule
            and cast(clicks.happened_at as date) = busy.occurred_on
),
runs as (
    select
        *,
        count(*) filter (
            where previous_at is null or happened_at > previous_at + to_seconds(max_gap_seconds)
        ) over (
            partition by burst_rule, clicker, occurred_on order by happened_at, event_hash
            rows between unbounded preceding and current row
        ) as run
    from gaps
),
bursts_found as (
    select burst_rule, clicker, occurred_on, run
    from runs
    group by burst_rule, clicker, occurred_on, run
    having count(*) >= any_value(min_hits) and count(distinct asset_hash) >= any_value(min_assets)
        and max(happened_at) > cast(any_value(occurred_on) as timestamp)
)
select distinct runs.event_hash
from runs
semi join bursts_found using (burst_rule, clicker, occurred_on, run);

insert into hits
select
    clicks.visitor,
    clicks.signature,
    greatest(cast(clicks.happened_at as date), oldest_days.oldest_day - 1) as day,
    count(*),
    max(cast(clicks.happened_at as date))
from clicks
inner join (select distinct signature, oldest_day from scored_kinds) as oldest_days using (signature)
anti join burst_events using (event_hash)
where clicks.happened_at < date '$as_of' + 1 and not clicks.by_machine
group by clicks.visitor, clicks.signature, day;

drop table clicks;

-- The person behind each visitor: by lead_id, else email address, else the latest tie of the cookie.
create temp table visitor_people as
with by_lead as (select hash(id) as lead_hash, person from person_leads),
by_mail as (
    select hash(mail) as mail_hash, any_value(person) as person
    from person_leads
    where mail is not null and mail not in (select mail from apart where counts_as = 'nobody')
    group by mail
    having count(distinct person) = 1
),
named as (
    select visitors.visitor, visitors.anonymous_hash, visitors.last_tied_at,
        coalesce(by_lead.person, by_mail.person) as person
    from visitors
    left join by_lead using (lead_hash)
    left join by_mail using (mail_hash)
),
ties as (
    select named.anonymous_hash, arg_min(named.person, (-epoch_us(named.last_tied_at), primaries.lead_id)) as person
    from named
    inner join person_leads as primaries on named.person = primaries.person and primaries.lead_rank = 1
    where named.anonymous_hash is not null and named.last_tied_at is not null
    group by named.anonymous_hash
    having count(distinct named.person) <= $most_people
)
select named.visitor, coalesce(named.person, ties.person) as person
from named
left join ties using (anonymous_hash)
where coalesce(named.person, ties.person) is not null;

create temp table person_hits as
select visitor_people.person, hits.signature, hits.occurred_on,
    sum(hits.hits)::integer as hits, max(hits.last_on) as last_on
from hits
inner join visitor_people using (visitor)
semi join people on visitor_people.person = people.person
group by visitor_people.person, hits.signature, hits.occurred_on;

-- Days of silence, altogether and by rule group, count from hits that earn points.
create temp table last_days as
with by_group as (
    select person_hits.person, lower(rules.rule_group) as rule_group, max(person_hits.last_on) as last_on
    from person_hits
    inner join signature_rules using (signature)
    inner join rules using (rule)
    where rules.component = 'engagement' and rules.points > 0
    group by person_hits.person, lower(rules.rule_group)
)
select person, 'engagement' as engaged_in, max(last_on) as last_on from by_group group by person
union all
select person, rule_group, last_on from by_group where rule_group <> 'engagement';

create temp table attribute_hits as
select person, key as rule from person_conditions where kind = 'rule'
union all
select last_days.person, rules.rule
from last_days
inner join rules on rules.signal = 'days_since_last_' || last_days.engaged_in
where
    rules.signal_type = 'attribute'
    and holds(
        'attribute', rules.operator, rules.operand,
        cast(date '$as_of' - last_days.last_on as varchar)
    )
union all
select people.person, rules.rule
from people
cross join rules
left join last_days
    on
        people.person = last_days.person
        and rules.signal = 'days_since_last_' || last_days.engaged_in
where
    rules.signal_type = 'attribute' and starts_with(rules.signal, 'days_since_last_')
    and last_days.person is null
    and holds('attribute', rules.operator, rules.operand, null);

create temp table rule_points as
with rule_days as (
    select person_hits.person, signature_rules.rule, person_hits.occurred_on, sum(person_hits.hits) as hits
    from person_hits
    inner join signature_rules using (signature)
    group by person_hits.person, signature_rules.rule, person_hits.occurred_on
),
weighted as (
    select
        rule_days.person,
        rule_days.rule,
        least(rule_days.hits, coalesce(rules.daily_cap, rule_days.hits)) as counted,
        rules.is_frequency_rule,
        rules.min_hits,
        rule_days.occurred_on,
        date '$as_of' - rule_days.occurred_on as age,
        greatest(0, case when rules.decay_clock = 'inactivity'
            then date '$as_of' - coalesce(last_days.last_on, rule_days.occurred_on)
            else date '$as_of' - rule_days.occurred_on
        end - rules.grace_days) as idle
    from rule_days
    inner join rules using (rule)
    left join person_segments using (person)
    left join last_days on rule_days.person = last_days.person and last_days.engaged_in = 'engagement'
    where
        rules.segment in ('*', coalesce(person_segments.segment, 'default'))
        and (rules.horizon_days is null or date '$as_of' - rule_days.occurred_on <= rules.horizon_days)
),
remaining as (
    select weighted.person, weighted.rule, sum(weighted.counted * decay_weight(rules.decay, weighted.idle, rules.decay_days, rules.decay_percent)) as hits
    from weighted
    inner join rules using (rule)
    where not weighted.is_frequency_rule
    group by weighted.person, weighted.rule
    union all
    -- Once, on the day of the last hit of the window.
    select person, rule,
        any_value(decay_weight(rules.decay, last_idle, rules.decay_days, rules.decay_percent))
    from (
        select weighted.person, weighted.rule, min(weighted.idle) as last_idle
        from weighted
        where weighted.is_frequency_rule
        group by weighted.person, weighted.rule, weighted.min_hits
        having sum(weighted.counted) >= weighted.min_hits
    )
    inner join rules using (rule)
    where rules.expires_after_days is null or last_idle is not null
    group by person, rule
    union all
    select attribute_hits.person, attribute_hits.rule, 1
    from attribute_hits
    inner join rules using (rule)
    left join person_segments using (person)
    where rules.segment in ('*', coalesce(person_segments.segment, 'default'))
)
select remaining.person, rules.component, rules.rule_group,
    case
        when rules.max_points is null then rules.points * remaining.hits
        else greatest(-rules.max_points, least(rules.max_points, rules.points * remaining.hits))
    end as points
from remaining
inner join rules using (rule);

create table scores as
with group_points as (
    select person, component, rule_group, sum(points) as points
    from rule_points
    group by person, component, rule_group
),
limited as (
    select group_points.person, group_points.component,
        greatest(coalesce(rule_groups.min_points, '-inf'), least(coalesce(rule_groups.max_points, 'inf'), group_points.points)) as points
    from group_points
    left join rule_groups using (rule_group)
)
select
    people.lead_id,
    coalesce(sum(limited.points), 0) as raw_score,
    greatest(0, least(100, raw_score)) as score
from people
left join limited using (person)
group by people.lead_id;
