-- Rules for all segments whose people with and without it are not the people of the backtest, rules whose
-- segments do not add up to '*', and rules with more conversions or verdicts of sales than people.

with

rule_performance as (

    select * from {{ ref('rule_performance') }}

),

rules as (

    select * from {{ ref('stg_scoring_rules') }}

),

backtest as (

    select
        scorecard,
        count(distinct person_id) as people
    from {{ ref('int_backtest') }}
    where not is_closed
    group by scorecard

),

lasting_rules as (

    select
        scorecard,
        rule_id,
        min(segment) as segment
    from rules
    group by scorecard, rule_id
    having
        count(*) = 1
        and min(valid_from) = cast('0001-01-01' as date)
        and max(valid_to) = cast('9999-12-31' as date)

),

by_segment as (

    select
        scorecard,
        rule_id,
        sum(leads_with) as leads_with,
        sum(conversions_with + conversions_without) as conversions
    from rule_performance
    where segment <> '*'
    group by scorecard, rule_id

),

-- Votes are rounded to six decimals, and a rule adds up as many of them as there are segments.
wrong as (

    select
        rule_performance.scorecard,
        rule_performance.rule_id,
        'population' as problem
    from rule_performance
    inner join lasting_rules
        on
            rule_performance.scorecard = lasting_rules.scorecard
            and rule_performance.rule_id = lasting_rules.rule_id
    inner join backtest
        on rule_performance.scorecard = backtest.scorecard
    where
        rule_performance.segment = '*'
        and lasting_rules.segment = '*'
        and abs(rule_performance.leads_with + rule_performance.leads_without - backtest.people) > 0.0001

    union all

    select
        rule_performance.scorecard,
        rule_performance.rule_id,
        'segments' as problem
    from rule_performance
    inner join by_segment
        on
            rule_performance.scorecard = by_segment.scorecard
            and rule_performance.rule_id = by_segment.rule_id
    where
        rule_performance.segment = '*'
        and (
            abs(rule_performance.leads_with - by_segment.leads_with) > 0.0001
            or abs(
                rule_performance.conversions_with + rule_performance.conversions_without
                - by_segment.conversions
            ) > 0.0001
        )

    union all

    select
        scorecard,
        rule_id,
        'more than people' as problem
    from rule_performance
    where
        conversions_with > leads_with
        or conversions_without > leads_without
        or greatest(accepted_with, rejected_with) > leads_with
        or least(leads_with, leads_without, conversions_with, conversions_without) < 0

)

select * from wrong
