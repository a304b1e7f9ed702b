-- People whom this run scored, days and limited rule groups in which one rule keeps another share of its points
-- than the group as a whole.

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

rule_points as (

    select
        scorecard,
        scored_on,
        person_id,
        rule_group,
        rule_id,
        cast(points as {{ type_double() }}) as points,
        cast(points - group_cap_points as {{ type_double() }}) as ungrouped_points,
        group_cap_points
    from ledger
    where rule_group is not null

),

limited_groups as (

    select
        scorecard,
        scored_on,
        person_id,
        rule_group,
        sum(points) / nullif(sum(ungrouped_points), 0) as kept_share
    from rule_points
    group by scorecard, scored_on, person_id, rule_group
    having max(abs(group_cap_points)) > 0

),

unlike as (

    select
        rule_points.scorecard,
        rule_points.scored_on,
        rule_points.person_id,
        rule_points.rule_id,
        rule_points.points,
        rule_points.ungrouped_points,
        limited_groups.kept_share
    from rule_points
    inner join limited_groups
        on
            rule_points.scorecard = limited_groups.scorecard
            and rule_points.scored_on = limited_groups.scored_on
            and rule_points.person_id = limited_groups.person_id
            and rule_points.rule_group = limited_groups.rule_group

),

differences as (

    select *
    from unlike
    where abs(points - ungrouped_points * coalesce(kept_share, 1)) > 0.000001

)

select * from differences
