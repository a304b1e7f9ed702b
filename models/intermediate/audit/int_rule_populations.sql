-- One row per rule and segment ('*' = all that the rule is for): the people on whom it could have fired, and
-- what came of them. Days before valid_from or after valid_to, and segments it is not for, are left out.

with

votes as (

    select * from {{ ref('int_backtest_votes') }}

),

rules as (

    select * from {{ ref('stg_scoring_rules') }}

),

levels as (

    {{ report_levels() }}

),

-- Few rows, however many people: each rule meets days and segments, not persons.
day_segments as (

    select
        scored_on,
        segment,
        count(*) as people_days,
        sum(vote) as leads,
        sum(vote * has_converted) as conversions,
        sum(vote * was_accepted) as accepted,
        sum(vote * was_rejected) as rejected
    from votes
    group by scored_on, segment

),

rule_populations as (

    select
        rules.rule_id,
        case when levels.is_total then '*' else day_segments.segment end as segment,
        sum(day_segments.people_days) as people_days,
        sum(day_segments.leads) as leads,
        sum(day_segments.conversions) as conversions,
        sum(day_segments.accepted) as accepted,
        sum(day_segments.rejected) as rejected
    from rules
    inner join day_segments
        on
            rules.segment in ('*', day_segments.segment)
            and day_segments.scored_on between rules.valid_from and rules.valid_to
    cross join levels
    group by
        rules.rule_id,
        case when levels.is_total then '*' else day_segments.segment end

)

select * from rule_populations
