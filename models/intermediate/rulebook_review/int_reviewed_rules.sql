-- One row per scorecard and rule, as it is in force on the latest day, else as it last was.
{{ config(materialized='view') }}

with

rules as (

    select * from {{ ref('stg_scoring_rules') }}

),

latest_dates as (

    select * from {{ ref('int_scoring_dates') }}
    where is_latest

),

ranked as (

    select
        rules.*,
        row_number() over (
            partition by rules.scorecard, rules.rule_id
            order by
                case when rules.valid_from <= latest_dates.scored_on then 0 else 1 end asc,
                rules.valid_from desc
        ) as version_rank
    from rules
    inner join latest_dates
        on rules.scorecard = latest_dates.scorecard

),

reviewed_rules as (

    select
        scorecard,
        rule_id,
        component,
        rule_group,
        signal_type,
        signal,
        points,
        description
    from ranked
    where version_rank = 1

)

select * from reviewed_rules
