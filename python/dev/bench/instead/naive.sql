-- One row per person: the points of all event rules, from all raw events, in one go.

{{ config(materialized='table') }}

with recursive

-- who is who

leads as (

    select
        lead_id,
        lower(trim(email, ' ' || chr(9) || chr(10) || chr(13) || chr(160))) as email,
        cast(try_cast(created_at as timestamptz) as timestamp) as created_at,
        cast(try_cast(updated_at as timestamptz) as timestamp) as updated_at,
        coalesce(lower(trim(is_deleted)) in ('true', 't', 'yes', 'y', '1'), false) as is_deleted,
        nullif(merged_into_lead_id, lead_id) as merged_into,
        nullif(lower(trim(company_name)), '') as company,
        nullif(lower(trim(concat_ws(' ', first_name, last_name))), '') as full_name
    from read_parquet('{{ var("input") }}/leads/*.parquet')
    where lead_id is not null and try_cast(created_at as timestamptz) is not null

),

latest_leads as (

    select * from leads
    qualify row_number() over (
        partition by lead_id order by updated_at desc nulls last, created_at desc
    ) = 1

),

listed as (

    select lower(trim(address)) as address, counts_as
    from read_csv('{{ var("rulebook") }}/../input/shared_addresses.csv', header = true, all_varchar = true)

),

-- Addresses that join nobody: listed, or of too many companies or names.
kept_apart as (

    select
        latest_leads.email,
        any_value(coalesce(whole.counts_as, domains.counts_as, locals.counts_as)) as listed_as
    from latest_leads
    left join listed as whole on latest_leads.email = whole.address
    left join listed as domains on '@' || split_part(latest_leads.email, '@', 2) = domains.address
    left join listed as locals on split_part(latest_leads.email, '@', 1) || '@' = locals.address
    where
        latest_leads.email is not null
        and cast(latest_leads.created_at as date) <= '{{ var("as_of") }}'
    group by latest_leads.email
    having
        listed_as <> 'person'
        or (
            listed_as is null
            and (count(distinct latest_leads.company) > 3 or count(distinct latest_leads.full_name) > 3)
        )

),

known_leads as (

    select
        latest_leads.lead_id,
        case
            when regexp_matches(latest_leads.email, '^[^@ ,;<>]+@[^@ ,;<>.]+([.][^@ ,;<>.]+)+$')
                and latest_leads.email not in (select email from kept_apart where listed_as = 'nobody')
                then latest_leads.email
        end as email,
        latest_leads.is_deleted,
        latest_leads.updated_at,
        case
            when cast(targets.created_at as date) <= '{{ var("as_of") }}' then latest_leads.merged_into
        end as merged_into
    from latest_leads
    left join latest_leads as targets on latest_leads.merged_into = targets.lead_id
    where cast(latest_leads.created_at as date) <= '{{ var("as_of") }}'

),

links as (

    select lead_id, 'mail ' || email as shared
    from known_leads
    where email is not null and email not in (select email from kept_apart)
    union all
    select lead_id, 'lead ' || lead_id from known_leads
    union all
    select lead_id, 'lead ' || merged_into from known_leads where merged_into is not null

),

shared_links as (

    select * from links
    qualify count(*) over (partition by shared) > 1

),

neighbours as (

    select distinct one.lead_id, other.lead_id as other_id
    from shared_links as one
    inner join shared_links as other using (shared)

),

reached as (

    select lead_id, other_id from neighbours
    union
    select reached.lead_id, neighbours.other_id
    from reached
    inner join neighbours on reached.other_id = neighbours.lead_id

),

clusters as (

    select lead_id, min(other_id) as cluster_id from reached group by lead_id

),

person_leads as (

    select
        known_leads.lead_id as member_id,
        known_leads.email,
        first_value(known_leads.lead_id) over person as lead_id,
        first_value(known_leads.is_deleted) over person as is_deleted
    from known_leads
    left join clusters using (lead_id)
    window person as (
        partition by coalesce(clusters.cluster_id, known_leads.lead_id)
        order by
            known_leads.is_deleted,
            not (
                known_leads.merged_into is null
                and known_leads.lead_id in (select merged_into from known_leads)
            ),
            known_leads.updated_at desc nulls last,
            known_leads.lead_id
    )

),

-- what happened

raw_events as (

    select
        event_id,
        lower(event_type) as event_type,
        -- Ten digits are seconds since 1970.
        coalesce(
            cast(try_cast(occurred_at as timestamptz) as timestamp),
            case
                when regexp_matches(occurred_at, '^[12][0-9]{9}$')
                    then make_timestamp(cast(occurred_at as bigint) * 1000000)
            end
        ) as occurred_at,
        lead_id,
        lower(email) as email,
        anonymous_id,
        asset,
        user_agent,
        coalesce(lower(is_machine) in ('true', 't', 'yes', 'y', '1'), false) as is_machine,
        cast(try_cast(loaded_at as timestamptz) as timestamp) as loaded_at
    from read_parquet('{{ var("input") }}/events/*.parquet')

),

events as (

    select *, cast(occurred_at as date) as occurred_on
    from raw_events
    where
        event_id is not null
        and event_type is not null
        and occurred_at is not null
        and coalesce(lead_id, email, anonymous_id) is not null
    qualify row_number() over (
        partition by event_id order by loaded_at asc nulls last, occurred_at
    ) = 1

),

agents as (

    select lower(coalesce(operator, 'contains')) as operator, lower(operand) as operand
    from read_csv('{{ var("rulebook") }}/machine_agents.csv', header = true, all_varchar = true)

),

machine_agents as (

    select distinct user_agents.user_agent
    from (select distinct user_agent from events) as user_agents
    inner join agents
        on case agents.operator
            when 'equals' then lower(user_agents.user_agent) = agents.operand
            when 'starts_with' then starts_with(lower(user_agents.user_agent), agents.operand)
            else contains(lower(user_agents.user_agent), agents.operand)
        end

),

bursts as (

    select
        lower(event_type) as event_type,
        cast(max_gap_seconds as integer) as max_gap_seconds,
        cast(min_hits as integer) as min_hits,
        cast(min_assets as integer) as min_assets
    from read_csv('{{ var("rulebook") }}/machine_bursts.csv', header = true, all_varchar = true)

),

gaps as (

    select
        events.event_id,
        coalesce(events.lead_id, events.email, events.anonymous_id) as visitor,
        events.asset,
        events.occurred_on,
        events.occurred_at,
        bursts.min_hits,
        bursts.min_assets,
        coalesce(
            events.occurred_at
            > lag(events.occurred_at) over burst + to_seconds(bursts.max_gap_seconds),
            true
        ) as is_first
    from events
    inner join bursts using (event_type)
    window burst as (
        partition by bursts.event_type, coalesce(events.lead_id, events.email, events.anonymous_id),
            events.occurred_on
        order by events.occurred_at, events.event_id
    )

),

runs as (

    select
        *,
        count(*) filter (where is_first) over (
            partition by visitor, occurred_on order by occurred_at, event_id
            rows between unbounded preceding and current row
        ) as run
    from gaps

),

burst_events as (

    select event_id from runs
    qualify
        count(*) over (partition by visitor, occurred_on, run) >= min_hits
        and count(distinct asset) over (partition by visitor, occurred_on, run) >= min_assets
        and max(occurred_at) over (partition by visitor, occurred_on, run)
        > cast(occurred_on as timestamp)

),

-- whose it was

people_by_email as (

    select email, any_value(lead_id) as lead_id
    from person_leads
    where email is not null
    group by email
    having count(distinct lead_id) = 1

),

named_events as (

    select
        events.*,
        coalesce(by_lead.lead_id, by_email.lead_id) as named_lead_id
    from events
    left join person_leads as by_lead on events.lead_id = by_lead.member_id
    left join people_by_email as by_email on events.email = by_email.email
    where events.occurred_on <= '{{ var("as_of") }}'

),

ties as (

    select anonymous_id, named_lead_id as tied_lead_id
    from named_events
    where anonymous_id is not null and named_lead_id is not null
    qualify
        row_number() over (partition by anonymous_id order by occurred_at desc, named_lead_id) = 1
        and count(distinct named_lead_id) over (partition by anonymous_id) <= 5

),

person_events as (

    select
        coalesce(named_events.named_lead_id, ties.tied_lead_id) as lead_id,
        named_events.event_type,
        named_events.asset,
        named_events.occurred_on
    from named_events
    left join ties on named_events.anonymous_id = ties.anonymous_id
    where
        coalesce(named_events.named_lead_id, ties.tied_lead_id) is not null
        and not named_events.is_machine
        and coalesce(named_events.user_agent not in (from machine_agents), true)
        and named_events.event_id not in (from burst_events)

),

-- what it is worth

rules as (

    select
        rule_id,
        component,
        coalesce(segment, '*') as segment,
        lower(signal) as signal,
        coalesce(operator, 'any') as operator,
        lower(operand) as operand,
        cast(points as double) as points,
        cast(daily_cap as integer) as daily_cap,
        cast(max_points as double) as max_points,
        cast(min_hits as integer) as min_hits,
        cast(within_days as integer) as within_days,
        coalesce(decay, 'none') as decay,
        cast(decay_days as double) as decay_days,
        cast(decay_percent as double) as decay_percent,
        coalesce(cast(grace_days as integer), 0) as grace_days,
        coalesce(decay_clock, 'event') as decay_clock,
        cast(expires_after_days as integer) as expires_after_days
    from read_csv('{{ var("rulebook") }}/scoring_rules.csv', header = true, all_varchar = true)
    where signal_type = 'event'

),

hits as (

    select person_events.lead_id, person_events.occurred_on, rules.*
    from person_events
    inner join rules
        on
            person_events.event_type = rules.signal
            and case rules.operator
                when 'any' then true
                when 'equals' then lower(person_events.asset) = rules.operand
                when 'not_equals' then lower(person_events.asset) <> rules.operand
                when 'contains' then contains(lower(person_events.asset), rules.operand)
                when 'starts_with' then starts_with(lower(person_events.asset), rules.operand)
            end

),

numbered as (

    select
        *,
        row_number() over (partition by lead_id, rule_id, occurred_on) as hit_of_day,
        max(case when component = 'engagement' and points > 0 then occurred_on end)
            over (partition by lead_id) as last_engaged_on
    from hits

),

counted as (

    select
        *,
        cast('{{ var("as_of") }}' as date) - occurred_on as age,
        greatest(
            0,
            cast('{{ var("as_of") }}' as date)
            - case when decay_clock = 'inactivity' then coalesce(last_engaged_on, occurred_on)
                else occurred_on end
            - grace_days
        ) as idle
    from numbered
    where hit_of_day <= coalesce(daily_cap, hit_of_day)

),

rule_points as (

    select
        lead_id,
        rule_id,
        case
            when any_value(coalesce(min_hits, within_days)) is not null
                then
                    case
                        when
                            count(*) filter (where age < coalesce(within_days, age + 1))
                            >= any_value(coalesce(min_hits, 1))
                            then any_value(points)
                        else 0
                    end
            else
                sum(
                    case
                        when age > expires_after_days then 0
                        else points * case decay
                            when 'exponential' then power(0.5, idle / decay_days)
                            when 'linear' then greatest(0, 1 - idle / decay_days)
                            when 'step'
                                then greatest(0, 1 - decay_percent / 100 * floor(idle / decay_days))
                            else 1
                        end
                    end
                )
        end as uncapped_points,
        any_value(max_points) as max_points
    from counted
    where segment = '*'
    group by lead_id, rule_id

),

person_points as (

    select
        lead_id,
        sum(greatest(-coalesce(max_points, 'inf'), least(coalesce(max_points, 'inf'), uncapped_points)))
            as points
    from rule_points
    group by lead_id

),

naive_scores as (

    select
        person_leads.lead_id,
        coalesce(person_points.points, 0) as points
    from person_leads
    left join person_points using (lead_id)
    where person_leads.member_id = person_leads.lead_id and not person_leads.is_deleted

)

select * from naive_scores
