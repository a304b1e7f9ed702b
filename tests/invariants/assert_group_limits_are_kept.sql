-- People whom this run scored, days and rule groups whose points lie beyond the group's limits by more than rounding.

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

rule_groups as (

    select * from {{ ref('stg_rule_groups') }}

),

group_points as (

    select
        scorecard,
        scored_on,
        person_id,
        rule_group,
        sum(points) as points
    from ledger
    where rule_group is not null
    group by scorecard, scored_on, person_id, rule_group

),

beyond as (

    select
        group_points.scorecard,
        group_points.scored_on,
        group_points.person_id,
        group_points.rule_group,
        group_points.points,
        rule_groups.min_points,
        rule_groups.max_points
    from group_points
    inner join rule_groups
        on
            group_points.scorecard = rule_groups.scorecard
            and group_points.rule_group = rule_groups.rule_group
    where
        group_points.points > rule_groups.max_points + 0.000001
        or group_points.points < rule_groups.min_points - 0.000001

)

select * from beyond
