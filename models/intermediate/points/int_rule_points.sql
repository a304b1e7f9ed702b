-- One row per scorecard, scoring day, person and rule with hits: its points before the limits of its group.
-- Decay and expiry, then the rule's own limit.

with

decayed_hits as (

    select * from {{ ref('int_decayed_hits') }}

),

rules as (

    select * from {{ ref('stg_scoring_rules') }}

),

earned as (

    select
        decayed_hits.scorecard,
        decayed_hits.scored_on,
        decayed_hits.person_id,
        rules.rule_id,
        rules.rule_group,
        rules.component,
        rules.max_points,
        decayed_hits.hits,
        {{ amount('rules.points * decayed_hits.hits') }} as base_points,
        {{ amount('rules.points * (decayed_hits.counted_hits - decayed_hits.hits)') }} as daily_cap_points,
        {{ amount(
            'rules.points * (decayed_hits.remaining_hits - decayed_hits.counted_hits)'
        ) }} as decay_points,
        {{ amount('-rules.points * decayed_hits.expired_hits') }} as expiry_points
    from decayed_hits
    inner join rules
        on
            decayed_hits.scorecard = rules.scorecard
            and decayed_hits.rule_key = rules.rule_key

),

summed as (

    select
        *,
        base_points + daily_cap_points + decay_points as uncapped_points
    from earned

),

rule_points as (

    select
        scorecard,
        scored_on,
        person_id,
        rule_id,
        rule_group,
        component,
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
    from summed

)

select * from rule_points
