-- One row per scorecard, scoring day and person of this run and rule that hit, by numbers: what it gave, what it lost
-- and to what. All rules of a group beyond its limits shrink by the same factor; a group whose rules sum to 0 is not
-- scaled.

with

rules as (

    select * from {{ ref('stg_scoring_rules') }}

),

rule_groups as (

    select * from {{ ref('stg_rule_groups') }}

),

rule_points as (

    select
        *,
        base_points + daily_cap_points + decay_points + rule_cap_points as ungrouped_points
    from {{ ref('int_rule_points') }}

),

limited_rules as (

    select
        rules.rule_number,
        rules.rule_id,
        rules.rule_group,
        rule_groups.min_points,
        rule_groups.max_points
    from rules
    inner join rule_groups
        on
            rules.scorecard = rule_groups.scorecard
            and rules.rule_group = rule_groups.rule_group

),

group_points as (

    select
        rule_points.person_day_key,
        limited_rules.rule_group,
        limited_rules.min_points,
        limited_rules.max_points,
        sum(rule_points.ungrouped_points) as points
    from rule_points
    inner join limited_rules
        on rule_points.rule_number = limited_rules.rule_number
    group by
        rule_points.person_day_key,
        limited_rules.rule_group,
        limited_rules.min_points,
        limited_rules.max_points

),

limited_groups as (

    select
        person_day_key,
        rule_group,
        points,
        case when points > max_points then max_points else min_points end as points_limit
    from group_points
    where points <> 0 and (points > max_points or points < min_points)

),

scaled as (

    select
        rule_points.person_day_key,
        rule_points.rule_number,
        limited_rules.rule_id,
        limited_rules.rule_group,
        rule_points.ungrouped_points,
        limited_groups.points_limit,
        {{ amount(
            'cast(rule_points.ungrouped_points as ' ~ type_double() ~ ')'
            ~ ' * (limited_groups.points_limit / cast(limited_groups.points as ' ~ type_double() ~ ') - 1)'
        ) }} as scaled_cap_points
    from rule_points
    inner join limited_rules
        on rule_points.rule_number = limited_rules.rule_number
    inner join limited_groups
        on
            rule_points.person_day_key = limited_groups.person_day_key
            and limited_rules.rule_group = limited_groups.rule_group

),

-- What rounding leaves between the sum of a limited group and its limit goes to its largest rule: a person
-- who reaches 50 must not stay below a threshold of 50 for 0.00000001 points.
group_caps as (

    select
        *,
        {{ amount('points_limit') }} - {{ amount(
            'sum(ungrouped_points + scaled_cap_points) over (partition by person_day_key, rule_group)'
        ) }} as rounding_points,
        row_number() over (
            partition by person_day_key, rule_group
            order by abs(ungrouped_points) desc, {{ text_order('rule_id') }} asc
        ) as size_rank
    from scaled

),

capped as (

    select
        rule_points.*,
        {{ amount(
            'coalesce(group_caps.scaled_cap_points, 0)'
            ~ ' + case when group_caps.size_rank = 1 then group_caps.rounding_points else 0 end'
        ) }} as group_cap_points
    from rule_points
    left join group_caps
        on
            rule_points.person_day_key = group_caps.person_day_key
            and rule_points.rule_number = group_caps.rule_number

),

ledger_this_run as (

    select
        person_day_key,
        rule_number,
        hits,
        base_points,
        daily_cap_points,
        decay_points,
        expiry_points,
        rule_cap_points,
        group_cap_points,
        {{ amount(
            'base_points + daily_cap_points + decay_points + rule_cap_points + group_cap_points'
        ) }} as points
    from capped

)

select * from ledger_this_run
