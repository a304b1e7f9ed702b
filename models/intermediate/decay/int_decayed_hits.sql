-- One row per scoring day, person and rule with hits: hits, counted hits, what is left of those after
-- decay and expiry, and what expiry alone took.
{{ config(materialized='view') }}

with

counted_hits as (

    select * from {{ ref('int_counted_hits') }}

),

rules as (

    select * from {{ ref('stg_scoring_rules') }}

),

last_engagements as (

    select * from {{ ref('int_last_engagements') }}
    where engaged_in = 'engagement'

),

aged as (

    select
        counted_hits.scored_on,
        counted_hits.person_id,
        counted_hits.rule_key,
        counted_hits.hits,
        counted_hits.counted_hits,
        {{ days_between('counted_hits.hit_on', 'counted_hits.scored_on') }} as age_days,
        -- Who never engaged has no clock of inactivity: his hits go by their own age.
        {{ days_between(
            'coalesce(last_engagements.last_engaged_on, counted_hits.hit_on)', 'counted_hits.scored_on'
        ) }} as inactive_days
    from counted_hits
    left join last_engagements
        on
            counted_hits.scored_on = last_engagements.scored_on
            and counted_hits.person_id = last_engagements.person_id

),

clocked as (

    select
        aged.scored_on,
        aged.person_id,
        aged.rule_key,
        aged.hits,
        aged.counted_hits,
        coalesce(aged.age_days > rules.expires_after_days, false) as is_expired,
        case rules.decay_clock when 'inactivity' then aged.inactive_days else aged.age_days end as clock_days,
        rules.expires_after_days,
        rules.grace_days
    from aged
    inner join rules
        on aged.rule_key = rules.rule_key

),

-- The clock of an expired hit stands still at its expiry: the weight that it still had there is what
-- expiry took, the rest had gone by decay.
idle as (

    select
        scored_on,
        person_id,
        rule_key,
        hits,
        counted_hits,
        is_expired,
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

-- Weights are rounded to twelve decimals before they are summed: the sum of decimals is exact, so the
-- order in which an engine adds them changes nothing.
weighted as (

    select
        idle.scored_on,
        idle.person_id,
        idle.rule_key,
        idle.hits,
        idle.counted_hits,
        idle.is_expired,
        cast({{ decay_weight('idle.idle_days') }} as {{ type_decimal(13, 12) }}) as weight
    from idle
    inner join rules
        on idle.rule_key = rules.rule_key

),

decayed_hits as (

    select
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
    group by scored_on, person_id, rule_key

)

select * from decayed_hits
