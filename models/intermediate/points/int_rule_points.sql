-- One row per scorecard, scoring day, person and rule with hits: its points before the limits of its group.
-- The daily cap, decay and expiry, then the rule's own limit.

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
        rules.grace_days,
        rules.expires_after_days,
        {{ days_between('rule_hits.hit_on', 'rule_hits.scored_on') }} as age_days,
        {{ days_between(
            "coalesce(case when rules.decay_clock = 'inactivity' then last_engagements.last_engaged_on end, rule_hits.hit_on)",
            'rule_hits.scored_on'
        ) }} as clock_days
    from rule_hits
    inner join rules
        on rule_hits.rule_number = rules.rule_number
    left join last_engagements
        on rule_hits.person_day_key = last_engagements.person_day_key

),

-- The clock of an expired hit stops at its expiry: the weight left there is what expiry took, the rest was
-- lost to decay.
idle as (

    select
        *,
        coalesce(age_days > expires_after_days, false) as is_expired,
        greatest(
            0,
            case when age_days > expires_after_days then least(clock_days, expires_after_days) else clock_days end
            - grace_days
        ) as idle_days
    from aged

),

-- Weights are rounded to twelve decimals before they are summed: the sum of decimals is exact, so the order
-- in which an engine adds them changes nothing.
weighted as (

    select
        idle.*,
        cast({{ decay_weight('idle.idle_days') }} as {{ type_decimal(13, 12) }}) as weight
    from idle
    inner join rules
        on idle.rule_number = rules.rule_number

),

summed as (

    select
        person_day_key,
        rule_number,
        cast(sum(hits) as bigint) as hits,
        cast(sum(counted_hits) as bigint) as counted_hits,
        cast(sum(case when is_expired then 0 else counted_hits * weight end) as {{ type_double() }})
            as remaining_hits,
        cast(sum(case when is_expired then counted_hits * weight else 0 end) as {{ type_double() }})
            as expired_hits
    from weighted
    group by person_day_key, rule_number

),

earned as (

    select
        summed.person_day_key,
        summed.rule_number,
        rules.max_points,
        summed.hits,
        {{ amount('rules.points * summed.hits') }} as base_points,
        {{ amount('rules.points * (summed.counted_hits - summed.hits)') }} as daily_cap_points,
        {{ amount('rules.points * (summed.remaining_hits - summed.counted_hits)') }} as decay_points,
        {{ amount('-rules.points * summed.expired_hits') }} as expiry_points
    from summed
    inner join rules
        on summed.rule_number = rules.rule_number

),

uncapped as (

    select
        *,
        base_points + daily_cap_points + decay_points as uncapped_points
    from earned

),

rule_points as (

    select
        person_day_key,
        rule_number,
        hits,
        base_points,
        daily_cap_points,
        decay_points,
        expiry_points,
        case
            when uncapped_points > max_points then {{ amount(amount('max_points') ~ ' - uncapped_points') }}
            when uncapped_points < -max_points then {{ amount(amount('-max_points') ~ ' - uncapped_points') }}
            else {{ amount('0') }}
        end as rule_cap_points
    from uncapped

)

select * from rule_points
