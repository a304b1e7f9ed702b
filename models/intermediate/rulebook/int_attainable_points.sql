-- One row per scorecard and segment: the most points its rules can give, by component; null = no bound.
-- A rule on an event gives without end unless max_points, its group or a frequency limits it.

with

rules as (

    select * from {{ ref('stg_scoring_rules') }}
    where points > 0

),

rule_groups as (

    select * from {{ ref('stg_rule_groups') }}

),

segments as (

    select
        scorecard,
        segment
    from {{ ref('stg_segments') }}

    union distinct

    select
        scorecard,
        'default' as segment
    from {{ ref('stg_scorecards') }}

),

-- 'Without end' is a number far beyond any threshold, so that it can be summed.
rule_maxima as (

    select
        segments.scorecard,
        segments.segment,
        rules.rule_id,
        rules.component,
        rules.rule_group,
        max(least(
            case
                when rules.signal_type in ('attribute', 'condition') or rules.is_frequency_rule then rules.points
                else 1e15
            end,
            coalesce(rules.max_points, 1e15)
        )) as most_points
    from rules
    inner join segments
        on
            rules.scorecard = segments.scorecard
            and rules.segment in ('*', segments.segment)
    group by segments.scorecard, segments.segment, rules.rule_id, rules.component, rules.rule_group

),

-- Rules of several components may share a group: each component is bounded by the whole limit.
group_maxima as (

    select
        rule_maxima.scorecard,
        rule_maxima.segment,
        rule_maxima.component,
        least(sum(rule_maxima.most_points), coalesce(min(rule_groups.max_points), 1e15)) as most_points
    from rule_maxima
    left join rule_groups
        on
            rule_maxima.scorecard = rule_groups.scorecard
            and rule_maxima.rule_group = rule_groups.rule_group
    group by rule_maxima.scorecard, rule_maxima.segment, rule_maxima.component, rule_maxima.rule_group

),

attainable_points as (

    select
        segments.scorecard,
        segments.segment,
        coalesce(sum(case when group_maxima.component = 'fit' then group_maxima.most_points end), 0)
            as most_fit_points,
        coalesce(sum(case when group_maxima.component = 'engagement' then group_maxima.most_points end), 0)
            as most_engagement_points,
        coalesce(sum(group_maxima.most_points), 0) as most_points
    from segments
    left join group_maxima
        on
            segments.scorecard = group_maxima.scorecard
            and segments.segment = group_maxima.segment
    group by segments.scorecard, segments.segment

)

select * from attainable_points
