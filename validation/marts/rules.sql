-- One row per rule in force on the latest scoring day.

with

latest as (

    select * from marts.lead_score_ledger
    where scored_on = (select max(scored_on) from marts.lead_scores)

),

rules as (

    select distinct rule_id
    from rulebook.stg_scoring_rules
    where (select max(scored_on) from marts.lead_scores) between valid_from and valid_to

),

used as (

    select
        rules.rule_id,
        cast(count(latest.rule_id) = 0 as integer) as is_unused,
        count(latest.rule_id) / nullif((select count(*) from marts.lead_scores), 0) as people_share,
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
