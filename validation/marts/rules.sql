-- One row per rule of the scorecard in force that is valid on the latest scoring day.

with

scored as (

    select
        max(scored_on) as scored_on,
        count(*) as people
    from marts.lead_scores
    where scorecard = getvariable('scorecard')

),

latest as (

    select ledger.*
    from marts.lead_score_ledger as ledger
    inner join scored
        on ledger.scored_on = scored.scored_on
    where ledger.scorecard = getvariable('scorecard')

),

rules as (

    select distinct
        rules.rule_id,
        scored.people
    from rulebook.stg_scoring_rules as rules
    inner join scored
        on scored.scored_on between rules.valid_from and rules.valid_to
    where rules.scorecard = getvariable('scorecard')

),

used as (

    select
        rules.rule_id,
        cast(count(latest.rule_id) = 0 as integer) as is_unused,
        count(latest.rule_id) / nullif(max(rules.people), 0) as people_share,
        coalesce(sum(abs(latest.points)), 0) as absolute_points
    from rules
    left join latest
        on rules.rule_id = latest.rule_id
    group by rules.rule_id

),

shares as (

    select
        rule_id,
        is_unused,
        cast(people_share as double) as people_share,
        cast(absolute_points as double) / nullif(sum(cast(absolute_points as double)) over (), 0) as points_share
    from used

)

select * from shares
