-- One row per rule that fired on a backtest day and segment ('*' = all) of the people it fired for: how many
-- they are, and what came of them. A rule fires for a person on a day if it has a hit that has not faded to
-- nothing.

with

votes as (

    select * from {{ ref('int_backtest_votes') }}

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
        ledger.rule_id,
        votes.person_id,
        votes.segment,
        votes.vote,
        votes.has_converted,
        votes.was_accepted,
        votes.was_rejected,
        ledger.points - ledger.group_cap_points as ungrouped_points
    from votes
    inner join ledger
        on
            votes.scored_on = ledger.scored_on
            and votes.person_id = ledger.person_id

),

-- By person first: to count distinct people, an engine keeps all of them in memory; groups it can put on
-- disk.
by_person as (

    select
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
        fired.rule_id,
        case when levels.is_total then '*' else fired.segment end,
        fired.person_id

),

rule_firings as (

    select
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
    group by rule_id, segment

)

select * from rule_firings
