-- One row per rule, as it is in force on the latest day, else as it last was.
{{ config(materialized='view') }}

with

rules as (

    select * from {{ ref('stg_scoring_rules') }}

),

latest_day as (

    select * from {{ ref('int_latest_day') }}

),

ranked as (

    select
        rules.*,
        row_number() over (
            partition by rules.rule_id
            order by
                case when rules.valid_from <= latest_day.scored_on then 0 else 1 end asc,
                rules.valid_from desc
        ) as version_rank
    from rules
    cross join latest_day

),

audited_rules as (

    select
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

select * from audited_rules
