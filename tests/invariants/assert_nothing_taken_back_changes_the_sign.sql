-- Ledger rows of people whom this run scored where a cap, decay or a limit gives points instead of taking them back,
-- takes back more than there was, where the daily cap leaves nothing, where base_points are not the rule's points
-- for each hit, or points not the sum of the parts.

with

ledger as (

    select ledger.*
    from {{ ref('int_ledger') }} as ledger
    inner join {{ ref('int_people') }} as people
        on
            ledger.scorecard = people.scorecard
            and ledger.scored_on = people.scored_on
            and ledger.person_id = people.person_id

),

rules as (

    select * from {{ ref('stg_scoring_rules') }}

),

-- Seen from the sign of its rule, every ledger row gives first and takes back after.
signed as (

    select
        ledger.scorecard,
        ledger.scored_on,
        ledger.person_id,
        ledger.rule_id,
        rules.points * ledger.hits - ledger.base_points as base_difference,
        ledger.points - ledger.base_points - ledger.daily_cap_points - ledger.decay_points - ledger.rule_cap_points
        - ledger.group_cap_points as sum_difference,
        sign(rules.points) * ledger.base_points as given_points,
        sign(rules.points) * ledger.daily_cap_points as daily_cap_points,
        sign(rules.points) * ledger.decay_points as decay_points,
        sign(rules.points) * ledger.expiry_points as expiry_points,
        sign(rules.points) * ledger.rule_cap_points as rule_cap_points,
        sign(rules.points) * ledger.group_cap_points as group_cap_points,
        sign(rules.points) * ledger.points as points
    from ledger
    inner join rules
        on
            ledger.scorecard = rules.scorecard
            and ledger.rule_id = rules.rule_id
            and ledger.scored_on between rules.valid_from and rules.valid_to

),

wrong as (

    select *
    from signed
    where
        abs(base_difference) > 0.000001
        or sum_difference <> 0
        or given_points < 0
        or daily_cap_points > 0
        or (given_points > 0 and given_points + daily_cap_points <= 0)
        or decay_points > 0
        or given_points + daily_cap_points + decay_points < -0.000001
        or expiry_points > 0
        or expiry_points < decay_points - 0.000001
        or rule_cap_points > 0
        or group_cap_points > 0.000001
        or points < -0.000001

)

select * from wrong
