-- Ledger rows of people whom this run scored whose points, before the group's limits, lie beyond the max_points
-- of their rule, or whose rule took points back without need.

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

uncapped as (

    select
        ledger.scorecard,
        ledger.scored_on,
        ledger.person_id,
        ledger.rule_id,
        ledger.base_points + ledger.daily_cap_points + ledger.decay_points as uncapped_points,
        ledger.rule_cap_points,
        rules.max_points
    from ledger
    inner join rules
        on
            ledger.scorecard = rules.scorecard
            and ledger.rule_id = rules.rule_id
            and ledger.scored_on between rules.valid_from and rules.valid_to

),

beyond as (

    select *
    from uncapped
    where
        abs(uncapped_points + rule_cap_points) > max_points + 0.000001
        or (rule_cap_points <> 0 and (max_points is null or abs(uncapped_points) <= max_points))

)

select * from beyond
