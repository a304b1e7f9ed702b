-- One row per scorecard, scoring day, person and rule with hits: hits, counted hits, what is left of those
-- after decay and expiry, and what expiry alone took.
{{ config(materialized='view') }}

with

rule_hits as (

    select * from {{ ref('int_rule_hits') }}

),

rules as (

    select * from {{ ref('stg_scoring_rules') }}

),

last_engagements as (

    select * from {{ ref('int_last_engagements') }}
    where engaged_in = 'engagement'

),

-- People without any engagement have no clock of inactivity: their hits go by their own age.
aged as (

    select
        rule_hits.*,
        {{ days_between('rule_hits.hit_on', 'rule_hits.scored_on') }} as age_days,
        {{ days_between(
            'coalesce(last_engagements.last_engaged_on, rule_hits.hit_on)', 'rule_hits.scored_on'
        ) }} as inactive_days
    from rule_hits
    left join last_engagements
        on
            rule_hits.scorecard = last_engagements.scorecard
            and rule_hits.scored_on = last_engagements.scored_on
            and rule_hits.person_id = last_engagements.person_id

),

clocked as (

    select
        aged.*,
        coalesce(aged.age_days > rules.expires_after_days, false) as is_expired,
        case rules.decay_clock when 'inactivity' then aged.inactive_days else aged.age_days end as clock_days,
        rules.expires_after_days,
        rules.grace_days
    from aged
    inner join rules
        on
            aged.scorecard = rules.scorecard
            and aged.rule_key = rules.rule_key

),

-- The clock of an expired hit stops at its expiry: the weight left there is what expiry took, the rest was
-- lost to decay.
idle as (

    select
        *,
        greatest(
            0,
            coalesce(
                case when is_expired then least(clock_days, expires_after_days) else clock_days end
                - grace_days,
                0
            )
        ) as idle_days
    from clocked

),

-- Weights are rounded to twelve decimals before they are summed: the sum of decimals is exact, so the order
-- in which an engine adds them changes nothing.
weighted as (

    select
        idle.scorecard,
        idle.scored_on,
        idle.person_id,
        idle.rule_key,
        idle.hits,
        idle.counted_hits,
        idle.is_expired,
        cast({{ decay_weight('idle.idle_days') }} as {{ type_decimal(13, 12) }}) as weight
    from idle
    inner join rules
        on
            idle.scorecard = rules.scorecard
            and idle.rule_key = rules.rule_key

),

decayed_hits as (

    select
        scorecard,
        scored_on,
        person_id,
        rule_key,
        cast(sum(hits) as bigint) as hits,
        cast(sum(counted_hits) as bigint) as counted_hits,
        cast(sum(case when is_expired then 0 else counted_hits * weight end) as {{ type_double() }})
            as remaining_hits,
        cast(sum(case when is_expired then counted_hits * weight else 0 end) as {{ type_double() }})
            as expired_hits
    from weighted
    group by scorecard, scored_on, person_id, rule_key

)

select * from decayed_hits
