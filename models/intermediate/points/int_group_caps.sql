-- One row per scorecard, scoring day, person and rule of a group beyond its limits: what the limits take
-- back. All rules of the group shrink by the same factor; a group whose rules sum to 0 is not scaled.
{{ config(materialized='view') }}

{%- set group_key = 'scorecard, scored_on, person_id, rule_group' %}

with

rule_points as (

    select * from {{ ref('int_rule_points') }}

),

rule_groups as (

    select * from {{ ref('stg_rule_groups') }}

),

group_points as (

    select
        {{ group_key }},
        sum(base_points + daily_cap_points + decay_points + rule_cap_points) as points
    from rule_points
    where rule_group is not null
    group by {{ group_key }}

),

limited_groups as (

    select
        group_points.*,
        case
            when group_points.points > rule_groups.max_points then rule_groups.max_points
            else rule_groups.min_points
        end as points_limit
    from group_points
    inner join rule_groups
        on
            group_points.scorecard = rule_groups.scorecard
            and group_points.rule_group = rule_groups.rule_group
    where
        group_points.points <> 0
        and (group_points.points > rule_groups.max_points or group_points.points < rule_groups.min_points)

),

limited as (

    select
        rule_points.scorecard,
        rule_points.scored_on,
        rule_points.person_id,
        rule_points.rule_group,
        rule_points.rule_id,
        rule_points.base_points + rule_points.daily_cap_points + rule_points.decay_points
        + rule_points.rule_cap_points as ungrouped_points,
        limited_groups.points_limit,
        limited_groups.points_limit / cast(limited_groups.points as {{ type_double() }}) as kept_share
    from rule_points
    inner join limited_groups
        on
            rule_points.scorecard = limited_groups.scorecard
            and rule_points.scored_on = limited_groups.scored_on
            and rule_points.person_id = limited_groups.person_id
            and rule_points.rule_group = limited_groups.rule_group

),

scaled as (

    select
        *,
        {{ amount('cast(ungrouped_points as ' ~ type_double() ~ ') * (kept_share - 1)') }}
            as scaled_cap_points
    from limited

),

-- What rounding leaves between the sum of a limited group and its limit goes to its largest rule: a person
-- who reaches 50 must not stay below a threshold of 50 for 0.00000001 points.
rounded as (

    select
        *,
        {{ amount('points_limit') }} - {{ amount(
            'sum(ungrouped_points + scaled_cap_points) over (partition by ' ~ group_key ~ ')'
        ) }} as rounding_points,
        row_number() over (
            partition by {{ group_key }} order by abs(ungrouped_points) desc, {{ text_order('rule_id') }} asc
        ) as size_rank
    from scaled

),

group_caps as (

    select
        scorecard,
        scored_on,
        person_id,
        rule_id,
        {{ amount('scaled_cap_points + case when size_rank = 1 then rounding_points else 0 end') }}
            as group_cap_points
    from rounded

)

select * from group_caps
