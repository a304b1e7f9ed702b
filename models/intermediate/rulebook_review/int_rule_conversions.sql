-- One row per scorecard, segment ('*' = all) and rule that fired on a backtest day: how many people it fired
-- for while their case was open, and how many of them converted. A rule fires for a person on a day if it has
-- a hit that has not faded to nothing.

with

backtest as (

    select * from {{ ref('int_backtest') }}
    where not is_closed

),

ledger as (

    select * from {{ ref('int_ledger') }}
    where {{ rule_fires() }}

),

levels as (

    {{ report_levels() }}

),

fired as (

    select
        ledger.scorecard,
        ledger.rule_id,
        backtest.person_id,
        backtest.segment,
        backtest.vote,
        backtest.has_converted,
        backtest.was_accepted,
        backtest.was_rejected,
        ledger.points - ledger.group_cap_points as ungrouped_points
    from backtest
    inner join ledger
        on {{ same_person_day('backtest', 'ledger') }}

),

-- By person first: to count distinct people, an engine keeps all of them in memory; groups it can put on
-- disk.
by_person as (

    select
        fired.scorecard,
        fired.rule_id,
        case when levels.is_total then '*' else fired.segment end as segment,
        fired.person_id,
        count(*) as people_days,
        sum(fired.vote) as leads,
        sum(fired.vote * fired.has_converted) as conversions,
        sum(fired.vote * fired.was_accepted) as accepted,
        sum(fired.vote * fired.was_rejected) as rejected,
        sum(fired.vote * cast(fired.ungrouped_points as {{ type_decimal(18, 8) }})) as vote_points
    from fired
    cross join levels
    group by
        fired.scorecard,
        fired.rule_id,
        case when levels.is_total then '*' else fired.segment end,
        fired.person_id

),

rule_conversions as (

    select
        scorecard,
        rule_id,
        segment,
        count(*) as people,
        sum(people_days) as people_days,
        sum(leads) as leads,
        sum(conversions) as conversions,
        sum(accepted) as accepted,
        sum(rejected) as rejected,
        sum(vote_points) as vote_points
    from by_person
    group by scorecard, rule_id, segment

)

select * from rule_conversions
