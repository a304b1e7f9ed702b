-- Rules that no lead has ever hit on any scoring day: a misspelt signal or operand, an event that is no
-- longer sent, or a rule that waits for its day. A warning, since a small input need not show everything.
{{ config(severity='warn') }}

with

rules as (

    select * from {{ ref('stg_scoring_rules') }}

),

ledger as (

    select * from {{ ref('lead_score_ledger') }}

),

fired as (

    select distinct
        scorecard,
        rule_id
    from ledger

),

silent as (

    select distinct
        rules.scorecard,
        rules.rule_id,
        rules.signal,
        rules.operand
    from rules
    left join fired
        on
            rules.scorecard = fired.scorecard
            and rules.rule_id = fired.rule_id
    where fired.rule_id is null

)

select * from silent
