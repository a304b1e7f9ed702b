-- One row per scoring day, person and rule group beyond its limits: the limit, and the share of their
-- points that all its rules keep.

with

rule_points as (

    select * from {{ ref('int_rule_points') }}

),

rule_groups as (

    select * from {{ ref('stg_rule_groups') }}

),

group_points as (

    select
        scored_on,
        person_id,
        rule_group,
        sum(base_points + daily_cap_points + decay_points + rule_cap_points) as points
    from rule_points
    where rule_group is not null
    group by scored_on, person_id, rule_group

),

limited as (

    select
        group_points.scored_on,
        group_points.person_id,
        group_points.rule_group,
        cast(group_points.points as {{ type_double() }}) as points,
        case
            when group_points.points > rule_groups.max_points then rule_groups.max_points
            when group_points.points < rule_groups.min_points then rule_groups.min_points
        end as points_limit
    from group_points
    inner join rule_groups
        on group_points.rule_group = rule_groups.rule_group

),

group_limits as (

    select
        scored_on,
        person_id,
        rule_group,
        points_limit / points as kept_share,
        {{ amount('points_limit') }} as points_limit
    from limited
    where points_limit is not null and points <> 0

)

select * from group_limits
